package dev.hourglass.embedding;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.embedding.StreamSettings.Format;
import dev.hourglass.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSettingsTest {
    @Test
    void theFolderIsTheInput() {
        assertThat(settings("/in", 1, 0).folder()).isEqualTo("/in");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aFolderIsOnlyNeededWhereItIsRead(String input) {
        StreamSettings settings = settings(input, 1, 0);
        assertThat(failure(ErrorCode.CONFIGURATION, settings::folder))
                .hasMessageContaining("stream.input");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void numbersOfFilesOutOfRangeAreRefused(int maxFiles) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> settings("/in", maxFiles, 1)))
                .hasMessageContaining("stream.max-files");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 86_401, Double.NaN})
    void intervalsOutOfRangeAreRefused(double interval) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> settings("/in", 1, interval)))
                .hasMessageContaining("stream.interval");
    }

    private static StreamSettings settings(String input, int maxFiles, double interval) {
        return new StreamSettings(input, Format.JSON, maxFiles, interval);
    }
}
