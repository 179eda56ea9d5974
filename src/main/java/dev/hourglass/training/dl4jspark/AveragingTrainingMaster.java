package dev.hourglass.training.dl4jspark;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.store.Json;
import dev.hourglass.training.averaging.AveragingRounds;
import dev.hourglass.training.averaging.LimitSettings;
import dev.hourglass.training.averaging.RoundResult;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Parameter averaging for any network of DL4J's, in the place of its {@code
 * ParameterAveragingTrainingMaster}. One worker a partition of the data; what a partition holds is
 * cut into minibatches of one size, whatever size its data sets have, and none of it is left out.
 * Parameters and updater state are averaged, weighted by examples, in partition order: the same
 * data give the same bits.
 *
 * <p>{@code fit} trains one epoch. The master holds nothing between calls. The network's own
 * listeners hear of each round, as an iteration, on the driver; Spark's statistics are not
 * collected, since the rounds are single jobs, which Spark's own pages show.
 */
public final class AveragingTrainingMaster
        implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
    private final int batch;
    private final int localSteps;
    private final LimitSettings limit;
    private final List<TrainingHook> hooks = new ArrayList<>();
    private List<TrainingListener> listeners = List.of();

    /**
     * @param batch examples of a minibatch
     * @param localSteps minibatches a worker trains between two averagings
     * @param limit how long a round may take
     */
    public AveragingTrainingMaster(int batch, int localSteps, LimitSettings limit) {
        this.batch = batch;
        this.localSteps = localSteps;
        this.limit = limit;
    }

    @Override
    public void executeTraining(SparkDl4jMultiLayer spark, JavaRDD<DataSet> data) {
        MultiLayerNetwork network = spark.getNetwork();
        ReplicatedModel<MultiLayerNetwork, DataSet> kind =
                new ReplicatedModel.Layers(network.getLayerWiseConfigurations());
        int epoch = network.getLayerWiseConfigurations().getEpochCount();
        int steps = network.getLayerWiseConfigurations().getIterationCount();
        spark.setScore(train(spark.getSparkContext(), kind, network, data, epoch, steps));
    }

    @Override
    public void executeTraining(SparkComputationGraph spark, JavaRDD<DataSet> data) {
        executeTrainingMDS(spark, data.map(DataSet::toMultiDataSet));
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph spark, JavaRDD<MultiDataSet> data) {
        ComputationGraph graph = spark.getNetwork();
        ReplicatedModel<ComputationGraph, MultiDataSet> kind =
                new ReplicatedModel.Graph(graph.getConfiguration());
        int epoch = graph.getConfiguration().getEpochCount();
        int steps = graph.getConfiguration().getIterationCount();
        spark.setScore(train(spark.getSparkContext(), kind, graph, data, epoch, steps));
    }

    /** Each path is a file that one of the loaders reads. */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader loader,
            MultiDataSetLoader multiLoader) {
        SerializableConfiguration hadoop =
                new SerializableConfiguration(paths.context().hadoopConfiguration());
        if (multiLoader != null) {
            executeTrainingMDS(
                    graph, paths.map(path -> multiLoader.load(new HadoopFile(path, hadoop))));
            return;
        }
        JavaRDD<DataSet> data = paths.map(path -> loader.load(new HadoopFile(path, hadoop)));
        if (network != null) {
            executeTraining(network, data);
        } else {
            executeTraining(graph, data);
        }
    }

    /** A file on any file system of Hadoop's. */
    private record HadoopFile(String path, SerializableConfiguration hadoop) implements Source {
        @Override
        public InputStream getInputStream() throws IOException {
            Path file = new Path(path);
            return file.getFileSystem(hadoop.value()).open(file);
        }

        @Override
        public String getPath() {
            return path;
        }
    }

    private <M extends Model, D> double train(
            JavaSparkContext context,
            ReplicatedModel<M, D> kind,
            M model,
            JavaRDD<D> data,
            int epochsBefore,
            int stepsBefore) {
        requireFloats(model);
        int size = batch;
        JavaRDD<List<D>> shards =
                data.mapPartitions(
                                content ->
                                        List.of(
                                                        (List<D>)
                                                                new ArrayList<>(
                                                                        kind.minibatches(
                                                                                IteratorUtils
                                                                                        .toList(
                                                                                                content),
                                                                                size)))
                                                .iterator())
                        .persist(StorageLevel.MEMORY_AND_DISK());
        ModelWorker.Recipe<M, D> recipe = new ModelWorker.Recipe<>(kind, batch, List.copyOf(hooks));
        try (AveragingRounds<List<D>> rounds =
                new AveragingRounds<>(context, recipe, limit.round())) {
            int longest = shards.map(List::size).fold(0, Math::max);
            float[] vector = ModelWorker.vector(kind, model);
            double loss = 0;
            long examples = 0;
            for (int step = 0; step < longest; step += localSteps) {
                int end = Math.min(longest, step + localSteps);
                Stretch stretch =
                        new Stretch(
                                epochsBefore + 1,
                                Math.multiplyExact(step, batch),
                                Math.multiplyExact(end, batch),
                                stepsBefore + step,
                                new double[0]);
                RoundResult round = rounds.run(shards, stretch, vector);
                VectorPool.giveBack(vector);
                vector = round.mean();
                loss += round.loss();
                examples += round.examples();
                ModelWorker.load(kind, model, vector);
                kind.setCounts(model, stepsBefore + end, epochsBefore);
                int iteration = stepsBefore + end;
                listeners.forEach(
                        listener -> listener.iterationDone(model, iteration, epochsBefore));
            }
            return examples == 0 ? Double.NaN : loss / examples;
        } finally {
            shards.unpersist();
        }
    }

    private static void requireFloats(Model model) {
        if (model.params().dataType() != DataType.FLOAT) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Only networks of 32-bit floats are averaged",
                    "data type " + model.params().dataType(),
                    "build the network with dataType(DataType.FLOAT)");
        }
    }

    @Override
    public void addHook(TrainingHook hook) {
        hooks.add(hook);
    }

    @Override
    public void removeHook(TrainingHook hook) {
        hooks.remove(hook);
    }

    /** They hear of rounds, on the driver. */
    @Override
    public void setListeners(Collection<TrainingListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
        setListeners(listeners);
    }

    @Override
    public String toJson() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("batch", batch);
        settings.put("local_steps", localSteps);
        return Json.line(settings);
    }

    /** JSON is YAML. */
    @Override
    public String toYaml() {
        return toJson();
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
        throw new UnsupportedOperationException("workers are made on the executors");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
        throw new UnsupportedOperationException("workers are made on the executors");
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        if (collect) {
            throw new UnsupportedOperationException("no statistics are collected");
        }
    }

    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    @Override
    public SparkTrainingStats getTrainingStats() {
        return null;
    }

    /** There are none. */
    @Override
    public boolean deleteTempFiles(JavaSparkContext context) {
        return true;
    }

    /** There are none. */
    @Override
    public boolean deleteTempFiles(SparkContext context) {
        return true;
    }
}
