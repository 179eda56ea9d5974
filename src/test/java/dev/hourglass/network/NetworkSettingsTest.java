package dev.hourglass.network;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.NetworkSettings.Conv1d;
import dev.hourglass.network.NetworkSettings.Conv2d;
import dev.hourglass.network.NetworkSettings.Dense;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSettingsTest {
    private static final NetworkSettings ANY =
            Specs.dense(List.of(4), List.of(3), false, 2).settings();

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_537})
    void aBottleneckOutOfRangeIsRefused(int bottleneck) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> Specs.dense(List.of(4), List.of(), false, bottleneck)))
                .hasMessageContaining("network.bottleneck");
    }

    @ParameterizedTest
    @CsvSource({"DENSE, 10", "CONV2D, 10", "CONV1D, 62"})
    void aBottleneckThatIsNotSetIsAsWideAsUsual(Architecture architecture, int width) {
        assertThat(settings(architecture, NormalisationMethod.NONE, OutputActivation.SIGMOID))
                .extracting(NetworkSettings::bottleneck)
                .isEqualTo(width);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, (1 << 20) + 1})
    void aHiddenLayerOutOfRangeIsRefused(int width) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        new Dense(
                                                List.of(8, width),
                                                false,
                                                HiddenActivation.RELU,
                                                null)))
                .hasMessageContaining("network.dense.widths");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, filters", "65537, 1, 1, filters",
        "1, 0, 1, kernel", "1, 1025, 1, kernel",
        "1, 1, 0, stride", "1, 1, 1025, stride"
    })
    void aBlockOutOfRangeIsRefused(int filters, int kernel, int stride, String what) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> new Block(filters, kernel, stride, Padding.SAME)))
                .hasMessageContaining(what + " of a block");
    }

    @Test
    void aConvolutionalNetworkHasABlock() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        new Conv2d(
                                                null,
                                                List.of(),
                                                Code.DENSE,
                                                HiddenActivation.RELU)))
                .hasMessageContaining("network.conv2d.blocks");
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        new Conv1d(
                                                null,
                                                List.of(),
                                                Code.DENSE,
                                                HiddenActivation.RELU)))
                .hasMessageContaining("network.conv1d.blocks");
    }

    @Test
    void aSigmoidCannotReachStandardisedValues() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        settings(
                                                Architecture.DENSE,
                                                NormalisationMethod.STANDARDISE,
                                                OutputActivation.SIGMOID)))
                .hasMessageContaining("network.output=identity");
        assertThatCode(
                        () ->
                                settings(
                                        Architecture.DENSE,
                                        NormalisationMethod.STANDARDISE,
                                        OutputActivation.IDENTITY))
                .doesNotThrowAnyException();
    }

    @Test
    void listsAreCopied() {
        List<Integer> widths = new ArrayList<>(List.of(8));
        Dense dense = new Dense(widths, false, HiddenActivation.RELU, null);
        widths.add(9);
        assertThat(dense.widths()).containsExactly(8);
    }

    @Test
    void aSpecTravelsToExecutors() {
        NetworkSpec spec = Specs.preset(Preset.DCEC, List.of(28, 28, 1), 10);
        assertThat(SerializationUtils.roundtrip(spec)).isEqualTo(spec);
        assertThat(spec.elements()).isEqualTo(784);
        assertThat(spec.bottleneck()).isEqualTo(10);
    }

    private static NetworkSettings settings(
            Architecture architecture, NormalisationMethod normalisation, OutputActivation output) {
        return new NetworkSettings(
                architecture,
                null,
                normalisation,
                output,
                null,
                null,
                ANY.dense(),
                ANY.conv2d(),
                ANY.conv1d(),
                ANY.lapped(),
                ANY.loss(),
                ANY.inputDropout(),
                ANY.variational());
    }
}
