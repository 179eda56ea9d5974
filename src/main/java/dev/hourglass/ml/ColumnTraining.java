package dev.hourglass.ml;

import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Store;
import dev.hourglass.training.InputStatistics;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.averaging.AveragingTrainer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a network on a column: copies its values to a store, as shards of tensors, which the
 * averaging trainer reads.
 *
 * @param settings of network and training
 * @param seed of every random choice
 */
record ColumnTraining(FitSettings settings, long seed) {
    private static final String DATASET = "fit";

    /**
     * @param workFolder where the copy is made; empty for the usual place
     */
    NetworkWeights train(Dataset<Row> rows, InputColumn column, Optional<String> workFolder) {
        SparkSession spark = rows.sparkSession();
        NativeThreads.limit();
        List<Integer> shape = column.tensor().shape();
        // Layers that do not fit fail before any pass over the rows.
        Networks.configuration(
                new NetworkSpec(settings.network(), shape, Normalisation.NONE), seed);
        try (ScratchStore scratch = ScratchStore.open(spark, workFolder)) {
            TensorDataset dataset = copy(rows, column, scratch.store());
            Normalisation normalisation =
                    InputStatistics.fit(
                            JavaSparkContext.fromSparkContext(spark.sparkContext()),
                            dataset.shardFiles(Split.TRAIN),
                            settings.network().normalisation());
            NetworkSpec network = new NetworkSpec(settings.network(), shape, normalisation);
            TrainingResult result =
                    new AveragingTrainer(settings.limit())
                            .train(
                                    spark,
                                    new TrainingPlan(dataset, network, settings.training(), seed),
                                    new EpochLog());
            return new NetworkWeights(network, result.parameters());
        }
    }

    private TensorDataset copy(Dataset<Row> rows, InputColumn column, Store store) {
        ColumnSource source = new ColumnSource(rows, column);
        try {
            return new Ingestion(rows.sparkSession(), store, settings.ingest(), seed)
                    .create(DATASET, source, "");
        } catch (HourglassException e) {
            if (e.code() != ErrorCode.TOO_MANY_REJECTED) {
                throw e;
            }
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    e.what(),
                    e.where(),
                    "mend such rows, or setHandleInvalid to skip",
                    e);
        }
    }
}
