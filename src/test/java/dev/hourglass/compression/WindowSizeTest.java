package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.Specs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSizeTest {
    @ParameterizedTest
    @CsvSource({
        "360, 2000, 16",
        "250, 1389, 12",
        "500, 2778, 22",
        "128, 711, 6",
        "1000, 5556, 44",
        "360.1, 2001, 16",
        "360.01, 2000, 16",
        "45, 250, 2",
        "2880, 16000, 128",
    })
    void windowsLastAsLongAtAnyRate(double frequency, int window, int overlap) {
        assertThat(size(2000, 360, 16, frequency)).isEqualTo(new WindowSize(window, overlap));
    }

    @ParameterizedTest
    @CsvSource({"44, 2000", "2881, 2000", "1, 2000", "1e300, 2000", "1450, 8200", "20, 16"})
    void signalsOfRatesThatAreTooDifferentAreNotResampled(double frequency, int window) {
        assertThat(size(window, 360, 4, frequency)).isEqualTo(new WindowSize(window, 4));
    }

    @ParameterizedTest
    @CsvSource({"250", "360", "1000"})
    void nothingIsResampledWhereTheNetworksRateIsUnknown(double frequency) {
        assertThat(size(2000, 0, 16, frequency)).isEqualTo(new WindowSize(2000, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "16, 8, 45, 2, 0",
        "16, 8, 225, 10, 4",
        "16, 8, 247.5, 11, 4",
        "16, 8, 2880, 128, 64"
    })
    void windowsNeverShareMoreThanHalf(
            int network, int shared, double frequency, int window, int overlap) {
        assertThat(size(network, 360, shared, frequency))
                .isEqualTo(new WindowSize(window, overlap));
    }

    private static WindowSize size(
            int window, double networkFrequency, int overlap, double frequency) {
        Autoencoder autoencoder =
                Autoencoder.initial(Specs.lapped(window, HiddenActivation.RELU, 0.01), 1);
        try (CodecNetwork network = new CodecNetwork(autoencoder, networkFrequency)) {
            return WindowSize.of(network, overlap, frequency);
        }
    }
}
