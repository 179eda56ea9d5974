package dev.hourglass.training.dl4jspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import dev.hourglass.testing.SharedSpark;
import dev.hourglass.training.averaging.LimitSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks that Hourglass knows nothing of, trained by anyone's own program. */
@ExtendWith(SharedSpark.class)
class AveragingTrainingMasterIT {
    private static final int BATCH = 5;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"adam", "nesterov", "sgd"})
    void aNetworkInOnePartitionIsTrainedAsWithoutSpark(String updater, SparkSession session) {
        List<DataSet> data = examples(23);
        MultiLayerNetwork expected = network(updater);
        for (int epoch = 0; epoch < 2; epoch++) {
            for (DataSet minibatch : DataSet.merge(data).batchBy(BATCH)) {
                expected.fit(minibatch);
            }
        }
        JavaSparkContext spark = context(session);
        SparkDl4jMultiLayer trained = new SparkDl4jMultiLayer(spark, network(updater), master(3));
        trained.fit(spark.parallelize(data, 1));
        trained.fit(spark.parallelize(data, 1));
        assertThat(floats(trained.getNetwork().params()))
                .containsExactly(floats(expected.params()), withPrecision(1e-6f));
        assertThat(trained.getNetwork().getLayerWiseConfigurations().getIterationCount())
                .isEqualTo(10);
        assertThat(trained.getNetwork().getLayerWiseConfigurations().getEpochCount()).isEqualTo(2);
    }

    @Test
    void aGraphIsTrainedAsTheSameLayersInARow(SparkSession session) {
        List<DataSet> data = examples(23);
        JavaSparkContext spark = context(session);
        SparkDl4jMultiLayer layers = new SparkDl4jMultiLayer(spark, network("adam"), master(2));
        layers.fit(spark.parallelize(data, 3));
        ComputationGraph graph = new ComputationGraph(graph());
        graph.init();
        graph.setParams(network("adam").params());
        SparkComputationGraph trained = new SparkComputationGraph(spark, graph, master(2));
        trained.fit(spark.parallelize(data, 3));
        assertThat(floats(trained.getNetwork().params()))
                .containsExactly(floats(layers.getNetwork().params()), withPrecision(1e-6f));
        assertThat(trained.getScore()).isPositive().isFinite();
        assertThat(trained.getNetwork().getConfiguration().getEpochCount()).isEqualTo(1);
    }

    @Test
    void workersCountByTheirExamplesAndNoneIsLost(SparkSession session) {
        // Plain descent, one step: the mean over workers, weighted by their examples, is the step
        // on all examples together.
        List<DataSet> data = examples(7);
        MultiLayerNetwork expected = network("sgd");
        expected.fit(DataSet.merge(data));
        JavaSparkContext spark = context(session);
        SparkDl4jMultiLayer trained =
                new SparkDl4jMultiLayer(
                        spark,
                        network("sgd"),
                        new AveragingTrainingMaster(100, 1, new LimitSettings(5)));
        // Partitions of 1, 2, 2 and 2, and one without any.
        JavaRDD<DataSet> partitions =
                spark.parallelize(data, 4).union(spark.parallelize(List.<DataSet>of(), 1));
        trained.fit(partitions);
        assertThat(floats(trained.getNetwork().params()))
                .containsExactly(floats(expected.params()), withPrecision(1e-6f));
    }

    @Test
    void filesAreTrainedAsTheDataThatTheyHold(SparkSession session) {
        List<DataSet> data = examples(12);
        JavaSparkContext spark = context(session);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            Path file = folder.resolve("data-" + i + ".bin");
            data.get(i).save(file.toFile());
            paths.add(file.toUri().toString());
        }
        SparkDl4jMultiLayer fromFiles = new SparkDl4jMultiLayer(spark, network("adam"), master(2));
        fromFiles.fitPaths(spark.parallelize(paths, 2));
        SparkDl4jMultiLayer fromData = new SparkDl4jMultiLayer(spark, network("adam"), master(2));
        fromData.fit(spark.parallelize(data, 2));
        assertThat(floats(fromFiles.getNetwork().params()))
                .isEqualTo(floats(fromData.getNetwork().params()));
    }

    private static AveragingTrainingMaster master(int localSteps) {
        return new AveragingTrainingMaster(BATCH, localSteps, new LimitSettings(5));
    }

    private static JavaSparkContext context(SparkSession session) {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** One example each. */
    private static List<DataSet> examples(int count) {
        INDArray features = random(7, count, 4);
        INDArray labels = random(8, count, 2);
        return new DataSet(features, labels).asList();
    }

    private static INDArray random(long seed, int rows, int columns) {
        return Nd4j.rand(-1, 1, Nd4j.getRandomFactory().getNewRandomInstance(seed), rows, columns);
    }

    private static MultiLayerNetwork network(String updater) {
        MultiLayerConfiguration configuration =
                new NeuralNetConfiguration.Builder()
                        .seed(3)
                        .updater(updater(updater))
                        .list()
                        .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                        .layer(output())
                        .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater("adam"))
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .addLayer("out", output(), "hidden")
                .setOutputs("out")
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nIn(3)
                .nOut(2)
                .build();
    }

    private static IUpdater updater(String name) {
        return switch (name) {
            case "adam" -> new Adam(0.05);
            case "nesterov" -> new Nesterovs(0.05, 0.9);
            default -> new Sgd(0.05);
        };
    }

    private static float[] floats(INDArray array) {
        return array.dup().data().asFloat();
    }
}
