package dev.hourglass.network;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.layer.BatchNormalisation;
import dev.hourglass.network.layer.CodeNeighbours;
import dev.hourglass.network.layer.Convolution;
import dev.hourglass.network.layer.Dense;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.MaxPooling;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.layer.Upsampling;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.safetensors.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class YildirimLayersTest {
    private static final NetworkSpec SPEC = Specs.yildirim(List.of(2000, 1), 62);

    @TempDir private java.nio.file.Path folder;

    /** Maps are flat: the paper's flattening, before the dense layer, is no layer of ours. */
    @Test
    void hasTwentySevenLayersWithTheFlattening() {
        List<Operation> operations = operations(SPEC);
        assertThat(operations).hasSize(27 - 1);
        assertThat(
                        operations.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                Operation::getClass, Collectors.counting())))
                .isEqualTo(
                        Map.of(
                                Convolution.class, 10L,
                                BatchNormalisation.class, 6L,
                                MaxPooling.class, 6L,
                                Upsampling.class, 3L,
                                Dense.class, 1L));
    }

    @Test
    void bringsTwoThousandSamplesToSixtyTwoNumbersAndBack() {
        assertThat(operations(SPEC))
                .extracting(Operation::outputs)
                .containsExactly(
                        2000 * 8, 2000 * 8, 1000 * 8, // encoder-1
                        1000 * 16, 1000 * 16, 500 * 16, 500 * 32, 500 * 32, 250 * 32, 250 * 32,
                        250 * 32, 125 * 32, 125 * 32, 125 * 32, 62 * 32, 62 * 2, 62 * 2,
                        31 * 2, // the code
                        31 * 32, 62 * 32, 62 * 32, 124 * 32, 124 * 16, 248 * 16,
                        248 * 8, // decoder-4, flattened
                        2000);
    }

    @Test
    void hasTheWeightsOfTheTable() {
        try (Autoencoder network = Autoencoder.initial(SPEC, 1)) {
            Map<String, List<Long>> shapes =
                    network.weights().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, entry -> entry.getValue().shape()));
            assertThat(shapes)
                    .containsEntry("encoder-1.W", List.of(8L, 1L, 1L, 5L))
                    .containsEntry("encoder-1-normalisation.gamma", List.of(1L, 8L))
                    .containsEntry("encoder-6.W", List.of(2L, 32L, 1L, 3L))
                    .containsEntry("decoder-1.W", List.of(32L, 2L, 1L, 3L))
                    .containsEntry("decoder-4.W", List.of(8L, 16L, 1L, 5L))
                    .containsEntry("reconstruction.W", List.of(1984L, 2000L));
            assertThat(network.parameters()).hasSize(3_986_738);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 2", "127, 1, 2", "360, 2, 10", "2048, 1, 64"})
    void takesWindowsOfOtherLengths(int samples, int leads, int width) {
        NetworkSpec spec = Specs.yildirim(List.of(samples, leads), width);
        try (Autoencoder network = Autoencoder.initial(spec, 1)) {
            float[] codes = network.encode(new float[2 * samples * leads], 2);
            assertThat(codes).hasSize(2 * width);
            assertThat(network.decode(codes, 2)).hasSize(2 * samples * leads);
        }
    }

    @Test
    void windowsThatAreTooShortAreRefused() {
        assertThat(configurationFailure(List.of(63, 1), 2))
                .hasMessageContaining("halved six times")
                .hasMessageContaining("[63, 1]")
                .hasMessageContaining("64 samples or more");
    }

    @Test
    void aBottleneckOfAnotherWidthIsToldTheRightOne() {
        assertThat(configurationFailure(List.of(1000, 1), 62))
                .hasMessageContaining("network.bottleneck=30");
    }

    @Test
    void imagesAreRefused() {
        assertThat(configurationFailure(List.of(28, 28, 1), 62))
                .hasMessageContaining("conv1d needs signals");
    }

    /** Running means and variances have no gradient: theirs is the change of a step. */
    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        DataType previous = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            NetworkSpec spec = Specs.yildirim(List.of(70, 1), 2, HiddenActivation.TANH);
            MultiLayerConfiguration configuration = Networks.configuration(spec, 5);
            configuration.getConfs().forEach(conf -> conf.setDataType(DataType.DOUBLE));
            configuration.setDataType(DataType.DOUBLE);
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            Set<String> running =
                    network.paramTable().keySet().stream()
                            .filter(name -> name.endsWith("_mean") || name.endsWith("_var"))
                            .collect(Collectors.toSet());
            INDArray inputs = Nd4j.rand(DataType.DOUBLE, 3, spec.elements());
            assertThat(
                            GradientCheckUtil.checkGradients(
                                    new GradientCheckUtil.MLNConfig()
                                            .net(network)
                                            .input(inputs)
                                            .labels(inputs)
                                            .excludeParams(running)
                                            .subset(true)
                                            .maxPerParam(8)))
                    .isTrue();
        } finally {
            Nd4j.setDefaultDataTypes(previous, previous);
        }
    }

    @Test
    void learnsWindowsOfWaves() {
        NetworkSpec spec = Specs.yildirim(List.of(256, 1), 8);
        int rows = 16;
        float[] waves = waves(rows, spec.elements());
        try (TrainingReplica replica =
                new TrainingReplica(spec, 1, new Adam(0), Double.POSITIVE_INFINITY)) {
            double before = replica.train(waves.clone(), rows, 1e-3, 1);
            double after = before;
            for (int step = 2; step <= 100; step++) {
                after = replica.train(waves.clone(), rows, 1e-3, step);
            }
            assertThat(after).isLessThan(0.05 * before);
            assertThat(squaredError(spec, replica, waves, rows)).isLessThan(0.05 * before);
        }
    }

    /** At a rate of 0, with decay and a gradient cut short: none of it is for statistics. */
    @Test
    void runningStatisticsFollowTheBatchesWhateverTheOptimizerDoes() {
        NetworkSpec spec = Specs.yildirim(List.of(256, 1), 8);
        int rows = 16;
        float[] waves = waves(rows, spec.elements());
        try (TrainingReplica replica = new TrainingReplica(spec, 1, new Adam(0.1), 1e-6)) {
            double inTraining = 0;
            for (int step = 1; step <= 100; step++) {
                inTraining = replica.train(waves.clone(), rows, 0, step);
            }
            assertThat(squaredError(spec, replica, waves, rows))
                    .isCloseTo(inTraining, withinPercentage(0.5));
        }
    }

    @Test
    void aCodeCanBeRounded() {
        NetworkSettings plain = Specs.yildirim(List.of(256, 1), 8).settings();
        NetworkSettings settings =
                new NetworkSettings(
                        plain.architecture(),
                        plain.bottleneck(),
                        plain.normalisation(),
                        plain.output(),
                        plain.initialWeights(),
                        0.01,
                        plain.dense(),
                        plain.conv2d(),
                        plain.conv1d(),
                        plain.lapped(),
                        plain.loss(),
                        plain.inputDropout(),
                        plain.variational());
        NetworkSpec spec = new NetworkSpec(settings, List.of(256, 1), Normalisation.NONE);
        try (Autoencoder network = Autoencoder.initial(spec, 1);
                TrainingReplica replica =
                        new TrainingReplica(spec, 1, new Adam(0), Double.POSITIVE_INFINITY)) {
            assertThat(CodeDistribution.of(network.weights(), 8).orElseThrow().neighbours())
                    .isEqualTo(new CodeNeighbours(4, 2));
            assertThat(replica.train(waves(4, 256), 4, 1e-3, 1)).isFinite().isPositive();
        }
    }

    @Test
    void weightsAreStoredAndReadBack() throws Exception {
        NetworkSpec spec = Specs.yildirim(List.of(256, 1), 8);
        float[] waves = waves(3, 256);
        try (Autoencoder network = Autoencoder.initial(spec, 3)) {
            Path file = new Path(folder.resolve("weights.safetensors").toUri());
            FileSystem files = FileSystem.getLocal(new Configuration());
            String sha256 = SafetensorsFile.write(network.weights(), files, file);
            Map<String, Weights> read = SafetensorsFile.read(files, file, sha256);
            try (Autoencoder copy = Autoencoder.of(spec, read)) {
                assertThat(copy.parameters()).isEqualTo(network.parameters());
                assertThat(copy.encode(waves.clone(), 3))
                        .isEqualTo(network.encode(waves.clone(), 3));
            }
        }
    }

    /** Of an element, by the network that training would store now. */
    private static double squaredError(
            NetworkSpec spec, TrainingReplica replica, float[] inputs, int rows) {
        float[] vector = new float[replica.length()];
        replica.store(vector);
        double squares = 0;
        try (Autoencoder network =
                Autoencoder.of(spec, Arrays.copyOf(vector, replica.parameters()))) {
            float[] restored = network.decode(network.encode(inputs, rows), rows);
            for (int i = 0; i < inputs.length; i++) {
                squares += Math.pow(restored[i] - inputs[i], 2);
            }
        }
        return squares / inputs.length;
    }

    private static Throwable configurationFailure(List<Integer> shape, int width) {
        return failure(
                ErrorCode.CONFIGURATION,
                () -> Networks.configuration(Specs.yildirim(shape, width), 1));
    }

    private static List<Operation> operations(NetworkSpec spec) {
        return Networks.configuration(spec, 1).getConfs().stream()
                .filter(conf -> conf.getLayer() instanceof EngineLayer)
                .map(conf -> ((EngineLayer) conf.getLayer()).operation())
                .toList();
    }

    /** Rows of two harmonics each, from 0 to 1. */
    private static float[] waves(int rows, int samples) {
        Random random = new Random(2);
        float[] waves = new float[rows * samples];
        for (int row = 0; row < rows; row++) {
            double phase = 2 * Math.PI * random.nextDouble();
            double share = 0.25 * random.nextDouble();
            for (int i = 0; i < samples; i++) {
                double angle = 2 * Math.PI * 3 * i / samples + phase;
                waves[row * samples + i] =
                        (float) (0.5 + 0.25 * Math.sin(angle) + share * Math.sin(2 * angle));
            }
        }
        return waves;
    }
}
