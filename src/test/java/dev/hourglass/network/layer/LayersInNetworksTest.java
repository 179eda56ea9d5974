package dev.hourglass.network.layer;

import static dev.hourglass.network.layer.Pass.assertAgree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class LayersInNetworksTest {
    private static final int STEPS = 4;
    private static final int HIDDEN = 50;

    private final Random random = new Random(1);

    @BeforeAll
    static void limitNativeThreads() {
        NativeThreads.limit();
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkAndAGraphTrainToTheSameNumbers(EngineSettings.Name engine) {
        MultiLayerNetwork network = new MultiLayerNetwork(SmallAutoencoder.network(engine));
        network.init();
        ComputationGraph graph = new ComputationGraph(SmallAutoencoder.graph(engine));
        graph.init();
        graph.params().assign(network.params());
        INDArray x = data(5, SmallAutoencoder.IMAGE.elements());
        for (int i = 0; i < STEPS; i++) {
            network.fit(x, x);
            graph.fit(new DataSet(x, x));
        }
        assertAgree("parameters", graph.params(), network.params(), 1e-6);
        assertAgree("output", graph.outputSingle(x), network.output(x), 1e-6);
        assertThat(network.score()).isFinite();
    }

    @ParameterizedTest
    @EnumSource
    void trainingLowersTheLoss(EngineSettings.Name engine) {
        MultiLayerNetwork network = new MultiLayerNetwork(SmallAutoencoder.network(engine));
        network.init();
        INDArray x = data(5, SmallAutoencoder.IMAGE.elements());
        network.fit(x, x);
        double before = network.score();
        for (int i = 0; i < 60; i++) {
            network.fit(x, x);
        }
        assertThat(network.score()).isLessThan(0.7 * before);
    }

    @ParameterizedTest
    @EnumSource
    void weightDecayActsAsOnDl4jsOwnLayers(EngineSettings.Name engine) {
        MultiLayerNetwork ours =
                network(
                        l2(),
                        List.of(SmallAutoencoder.layer(new Dense(6, 6, Nonlinearity.TANH), engine)),
                        6);
        MultiLayerNetwork stock =
                network(
                        l2(),
                        List.of(
                                new DenseLayer.Builder()
                                        .nIn(6)
                                        .nOut(6)
                                        .activation(Activation.TANH)
                                        .build()),
                        6);
        assertTrainAlike(ours, stock, 6);
    }

    @ParameterizedTest
    @EnumSource
    void batchNormalisationLearnsAsDl4jsDoes(EngineSettings.Name engine) {
        MultiLayerNetwork ours =
                network(
                        // Adam would make steps of the rounding of a bias that has no effect.
                        new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)).l2(0.1),
                        List.of(
                                SmallAutoencoder.layer(
                                        new Dense(6, 6, Nonlinearity.IDENTITY), engine),
                                SmallAutoencoder.layer(
                                        new BatchNormalisation(
                                                new MapShape(1, 1, 6), Nonlinearity.IDENTITY),
                                        engine)),
                        6);
        MultiLayerNetwork stock =
                network(
                        new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)).l2(0.1),
                        List.of(
                                SmallAutoencoder.layer(
                                        new Dense(6, 6, Nonlinearity.IDENTITY), engine),
                                new BatchNormalization.Builder()
                                        .nIn(6)
                                        .nOut(6)
                                        .useLogStd(false)
                                        .build()),
                        6);
        assertTrainAlike(ours, stock, 6);
        assertThat(ours.getParam("1_mean").amaxNumber().doubleValue()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void dropoutSilencesInputsWhileTraining(EngineSettings.Name engine) {
        EngineLayer second =
                SmallAutoencoder.layer(new Dense(HIDDEN, 6, Nonlinearity.IDENTITY), engine);
        second.setIDropout(new Dropout(0.5));
        NeuralNetConfiguration.Builder plain =
                new NeuralNetConfiguration.Builder().seed(4).updater(new Sgd(0.1));
        MultiLayerNetwork network =
                network(
                        plain,
                        List.of(
                                SmallAutoencoder.layer(
                                        new Dense(6, HIDDEN, Nonlinearity.SIGMOID), engine),
                                second),
                        6);
        INDArray x = data(1, 6);
        network.setInput(x);
        network.setLabels(x);
        network.computeGradientAndScore();
        INDArray bias = network.gradient().gradientForVariable().get("0_b").dup();
        INDArray rows = network.gradient().gradientForVariable().get("1_W").amax(1);
        long silent = rows.eq(0).castTo(DataType.INT32).sumNumber().longValue();
        assertThat(silent).isBetween(10L, 40L);
        // Backwards, the same inputs are silent, and the others doubled as they were forwards.
        INDArray dz = network.gradient().gradientForVariable().get("1_b");
        INDArray kept = rows.gt(0).castTo(DataType.FLOAT).reshape(1, HIDDEN);
        INDArray sigmoid = network.feedForward(x, false).get(1);
        INDArray expected =
                dz.mmul(network.getParam("1_W").transpose())
                        .muli(kept)
                        .muli(2)
                        .muli(sigmoid)
                        .muli(sigmoid.rsub(1));
        assertAgree("gradient before dropout", bias, expected, 1e-4);
        assertAgree("inference", network.output(x), network.output(x), 0);
    }

    @Test
    void aConfigurationSurvivesCloningAndJavaSerialisation() {
        MultiLayerConfiguration configuration =
                SmallAutoencoder.network(EngineSettings.Name.ONEDNN);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        INDArray x = data(3, SmallAutoencoder.IMAGE.elements());
        network.fit(x, x);
        for (MultiLayerConfiguration copy :
                List.of(configuration.clone(), SerializationUtils.roundtrip(configuration))) {
            MultiLayerNetwork other = new MultiLayerNetwork(copy);
            other.init(network.params(), true);
            assertAgree("output", other.output(x), network.output(x), 0);
            other.fit(x, x);
            assertThat(other.params()).isNotEqualTo(network.params());
        }
    }

    @Test
    void aGraphsConfigurationSurvivesCloningAndJavaSerialisation() {
        ComputationGraphConfiguration configuration =
                SmallAutoencoder.graph(EngineSettings.Name.ONEDNN);
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        INDArray x = data(3, SmallAutoencoder.IMAGE.elements());
        for (ComputationGraphConfiguration copy :
                List.of(configuration.clone(), SerializationUtils.roundtrip(configuration))) {
            ComputationGraph other = new ComputationGraph(copy);
            other.init(graph.params(), true);
            assertAgree("output", other.outputSingle(x), graph.outputSingle(x), 0);
        }
    }

    private void assertTrainAlike(MultiLayerNetwork ours, MultiLayerNetwork stock, int width) {
        ours.paramTable().forEach((name, values) -> stock.setParam(name, values));
        INDArray x = data(9, width);
        for (int i = 0; i < STEPS; i++) {
            ours.fit(x, x);
            stock.fit(x, x);
        }
        ours.paramTable()
                .forEach(
                        (name, values) ->
                                assertAgree(
                                        name,
                                        values,
                                        stock.getParam(name).reshape('c', values.shape()),
                                        1e-4));
        assertAgree("output", ours.output(x), stock.output(x), 1e-4);
        assertThat(ours.score()).isCloseTo(stock.score(), within(1e-4));
    }

    private static NeuralNetConfiguration.Builder l2() {
        return new NeuralNetConfiguration.Builder().seed(2).updater(new Adam(1e-2)).l2(0.1);
    }

    private static MultiLayerNetwork network(
            NeuralNetConfiguration.Builder builder, List<Layer> layers, int width) {
        NeuralNetConfiguration.ListBuilder list = builder.list();
        layers.forEach(list::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.layer(SmallAutoencoder.loss(width)).build());
        network.init();
        return network;
    }

    private INDArray data(long batch, long width) {
        return Pass.gaussian(DataType.FLOAT, random, batch, width);
    }
}
