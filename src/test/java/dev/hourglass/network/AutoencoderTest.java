package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.InitialWeights;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AutoencoderTest {
    static Stream<Arguments> networks() {
        return Specs.ofEveryKind().entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void encodingAndDecodingEqualTheNetworksOwnForwardPass(String name, NetworkSpec spec) {
        int rows = 3;
        float[] inputs = uniform(rows * spec.elements());
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.configuration(spec, 7));
        network.init();
        float[] normalised = inputs.clone();
        spec.normalisation().apply(normalised);
        float[] expected =
                network.output(Nd4j.create(normalised, new long[] {rows, spec.elements()}, 'c'))
                        .dup('c')
                        .data()
                        .asFloat();
        spec.normalisation().invert(expected);
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 7)) {
            for (int repetition = 0; repetition < 4; repetition++) {
                float[] codes = autoencoder.encode(inputs.clone(), rows);
                assertThat(codes).hasSize(rows * spec.bottleneck());
                assertThat(autoencoder.decode(codes, rows))
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aRowIsEncodedTheSameAloneAndInABatch(String name, NetworkSpec spec) {
        int rows = 4;
        float[] inputs = uniform(rows * spec.elements());
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 7)) {
            float[] together = autoencoder.encode(inputs.clone(), rows);
            float[] last = new float[spec.elements()];
            System.arraycopy(inputs, 3 * spec.elements(), last, 0, last.length);
            float[] alone = autoencoder.encode(last, 1);
            for (int i = 0; i < alone.length; i++) {
                assertThat(together[3 * spec.bottleneck() + i]).isCloseTo(alone[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void weightsTravelAsOneVector(String name, NetworkSpec spec) {
        float[] inputs = uniform(2 * spec.elements());
        try (Autoencoder original = Autoencoder.initial(spec, 11);
                Autoencoder copy = Autoencoder.of(spec, original.parameters())) {
            assertThat(copy.encode(inputs.clone(), 2))
                    .isEqualTo(original.encode(inputs.clone(), 2));
            assertThat(copy.weights().keySet()).isEqualTo(original.weights().keySet()).isNotEmpty();
        }
    }

    @Test
    void gradientsOfTheTiedNetworkAreThoseOfFiniteDifferences() {
        checkGradients(
                Specs.dense(
                        List.of(6),
                        List.of(5),
                        true,
                        2,
                        HiddenActivation.TANH,
                        Normalisation.NONE));
    }

    @Test
    void gradientsPassThroughAxesOfColourImages() {
        checkGradients(Specs.smoothConv2d(List.of(5, 4, 2), 2, new Block(2, 3, 2, Padding.SAME)));
    }

    @Test
    void gradientsPassThroughAHiddenLayerAndBesideIt() {
        checkGradients(Specs.lapped(21, HiddenActivation.TANH, null));
    }

    @Test
    void aLappedNetworkBeginsAsATransformThatReconstructsWhatItKeeps() {
        NetworkSpec spec = Specs.lapped(200, HiddenActivation.RELU, 0.1);
        float[] inputs = new float[200];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) Math.sin(i / 9.0);
        }
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 1)) {
            float[] outputs = autoencoder.decode(autoencoder.encode(inputs.clone(), 1), 1);
            for (int i = 8; i < inputs.length - 8; i++) {
                assertThat(outputs[i]).isCloseTo(inputs[i], within(0.05f));
            }
        }
    }

    @Test
    void aLappedNetworkSaysHowWideItsCodeIs() {
        NetworkSpec fitting = Specs.lapped(200, HiddenActivation.RELU, null);
        NetworkSpec other =
                new NetworkSpec(fitting.settings(), List.of(201, 1), Normalisation.NONE);
        assertThatThrownBy(() -> Autoencoder.initial(other, 1))
                .hasMessageContaining("network.bottleneck=130");
        NetworkSpec leads =
                new NetworkSpec(fitting.settings(), List.of(100, 2), Normalisation.NONE);
        assertThatThrownBy(() -> Autoencoder.initial(leads, 1)).hasMessageContaining("one lead");
    }

    @Test
    void aKernelLargerThanTheInputIsNamed() {
        NetworkSpec spec = Specs.conv2d(List.of(4, 4, 1), 3, new Block(4, 5, 1, Padding.VALID));
        assertThatThrownBy(() -> Autoencoder.initial(spec, 1))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("kernel is larger");
    }

    /** The variance of evenly spread weights is a third of the square of the greatest. */
    @ParameterizedTest
    @EnumSource
    void weightsBeginWithTheVarianceThatIsAskedFor(InitialWeights weights) {
        NetworkSettings plain = Specs.dense(List.of(400), List.of(), false, 100).settings();
        NetworkSettings settings =
                new NetworkSettings(
                        plain.architecture(),
                        plain.bottleneck(),
                        plain.normalisation(),
                        plain.output(),
                        weights,
                        null,
                        plain.dense(),
                        plain.conv2d(),
                        plain.conv1d(),
                        plain.lapped(),
                        plain.loss(),
                        plain.inputDropout(),
                        plain.variational());
        NetworkSpec spec = new NetworkSpec(settings, List.of(400), Normalisation.NONE);
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 1)) {
            double[] encoder = new double[400 * 100];
            float[] parameters = autoencoder.parameters();
            Arrays.setAll(encoder, i -> parameters[i]);
            boolean glorot = weights == InitialWeights.GLOROT;
            double variance = glorot ? 2.0 / (400 + 100) : 1.0 / 400;
            assertThat(StatUtils.variance(encoder)).isCloseTo(variance, withinPercentage(3));
            assertThat(StatUtils.max(encoder) <= Math.sqrt(3 * variance)).isEqualTo(glorot);
        }
    }

    @Test
    void imagesDoNotFitAConv1d() {
        NetworkSpec images = Specs.conv2d(List.of(8, 8, 1), 3, new Block(4, 3, 2, Padding.SAME));
        NetworkSettings settings = images.settings();
        NetworkSettings conv1d =
                new NetworkSettings(
                        Architecture.CONV1D,
                        settings.bottleneck(),
                        NormalisationMethod.NONE,
                        settings.output(),
                        settings.initialWeights(),
                        null,
                        settings.dense(),
                        settings.conv2d(),
                        settings.conv1d(),
                        settings.lapped(),
                        settings.loss(),
                        settings.inputDropout(),
                        settings.variational());
        assertThatThrownBy(
                        () ->
                                Autoencoder.initial(
                                        new NetworkSpec(conv1d, images.shape(), Normalisation.NONE),
                                        1))
                .hasMessageContaining("conv1d needs signals");
    }

    @Test
    void aPresetWithoutDenseBottleneckSaysWhichWidthItHas() {
        assertThatThrownBy(
                        () ->
                                Autoencoder.initial(
                                        Specs.preset(Preset.TUTORIAL, List.of(28, 28, 1), 10), 1))
                .hasMessageContaining("network.bottleneck=64");
    }

    private static void checkGradients(NetworkSpec spec) {
        DataType previous = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration =
                    Networks.configuration(spec, 5);
            configuration.getConfs().forEach(conf -> conf.setDataType(DataType.DOUBLE));
            configuration.setDataType(DataType.DOUBLE);
            configuration
                    .getConfs()
                    .forEach(
                            conf -> {
                                if (conf.getLayer()
                                        instanceof
                                        org.deeplearning4j.nn.conf.layers.BaseLayer layer) {
                                    layer.setIUpdater(new org.nd4j.linalg.learning.config.NoOp());
                                }
                                if (conf.getLayer()
                                        instanceof
                                        org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer
                                                layer) {
                                    layer.setUpdater(new org.nd4j.linalg.learning.config.NoOp());
                                }
                            });
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            INDArray inputs = Nd4j.rand(DataType.DOUBLE, 3, spec.elements());
            assertThat(
                            GradientCheckUtil.checkGradients(
                                    new GradientCheckUtil.MLNConfig()
                                            .net(network)
                                            .input(inputs)
                                            .labels(inputs)))
                    .isTrue();
        } finally {
            Nd4j.setDefaultDataTypes(previous, previous);
        }
    }

    private static float[] uniform(int count) {
        Random random = new Random(3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
