package dev.hourglass.job;

import static org.apache.spark.sql.functions.lit;

import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.Clustering;
import dev.hourglass.clustering.ClusteringResult;
import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.embedding.PcaBaseline;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What PCA of the same width reaches on the same data: the figure every autoencoder is shown
 * beside.
 */
final class BaselineStep implements Step {
    /** PCA's covariance is a square of this side on the driver: 128 MiB. */
    private static final int MAX_ELEMENTS = 4096;

    private static final String METRICS = "metrics.json";
    private static final StructType SAMPLES =
            new StructType()
                    .add(EmbeddingTable.ID, DataTypes.StringType)
                    .add(PcaBaseline.FEATURES, SQLDataTypes.VectorType())
                    .add(EmbeddingTable.LABEL, DataTypes.StringType);

    /**
     * What PCA reached.
     *
     * @param testMse mean squared error an element over the test split, in squared physical units;
     *     null without a test split
     * @param method how the projections were clustered
     * @param agreement of those clusters with the labels; null without labels
     */
    record Metrics(Double testMse, String method, LabelAgreement agreement) {}

    @Override
    public String name() {
        return "pca";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("cluster", ClusterSettings.class);
        configuration.section("network", NetworkSettings.class);
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        // Not read, but what this is shown beside: without it the minutes PCA takes would be lost.
        TrainStep.model(context, dataset);
        RunFolder run = context.run(dataset);
        Path target = context.store().results(name(), run.runId());
        if (context.store().exists(new Path(target, METRICS))) {
            Progress.say("pca: " + target + " is there already");
            return Outcome.before(summary(context, run));
        }
        int elements = dataset.manifest().tensor().elements();
        if (elements > MAX_ELEMENTS) {
            Progress.say(
                    "pca: left out, samples have "
                            + elements
                            + " elements and its covariance takes at most "
                            + MAX_ELEMENTS);
            return Outcome.before(Map.of());
        }
        if (network(context).loss() != LossFunction.SQUARED_ERROR) {
            Progress.say("pca: left out, the network was not trained for the squared error");
            return Outcome.before(Map.of());
        }
        Optional<Integer> k = k(context, dataset);
        if (k.isEmpty()) {
            // What would be published now would stay, without the clusters.
            Progress.say("pca: left out until jobs/cluster has chosen how many clusters there are");
            return Outcome.before(Map.of());
        }
        try (Staging staging = context.store().stage(run.runId(), name());
                TaskProgress progress = new TaskProgress(context.spark(), name())) {
            context.store()
                    .writeText(
                            new Path(staging.path(), METRICS),
                            Json.pretty(measure(context, dataset, k.get(), progress)));
            staging.publish(target, METRICS);
        }
        return Outcome.now(summary(context, run));
    }

    /** What PCA reached for this run, if it was measured. */
    static Optional<Metrics> metrics(JobContext context, RunFolder run) {
        Path file = new Path(context.store().results("pca", run.runId()), METRICS);
        return context.store().exists(file)
                ? Optional.of(Json.read(context.store().readText(file), Metrics.class, file))
                : Optional.empty();
    }

    private static Metrics measure(
            JobContext context, TensorDataset dataset, int k, TaskProgress progress) {
        SparkSession spark = context.spark();
        TensorSpec tensor = dataset.manifest().tensor();
        int width = network(context).bottleneck();
        PcaBaseline pca = PcaBaseline.fit(vectors(dataset.rows(spark, Split.TRAIN), tensor), width);
        Double testMse =
                dataset.manifest().count(Split.TEST) == 0
                        ? null
                        : pca.meanSquaredError(vectors(dataset.rows(spark, Split.TEST), tensor));
        Dataset<Row> rows = dataset.rows(spark);
        if (rows.filter(rows.col(SampleColumns.LABEL).isNotNull()).isEmpty()) {
            return new Metrics(testMse, null, null);
        }
        ClusterSettings clusters = settings(context).with(k).ofEmbeddings();
        Dataset<Row> projections =
                pca.project(vectors(rows, tensor)).withColumn(EmbeddingTable.MODEL, lit("pca"));
        try (ClusteringResult result =
                Clustering.fit(projections, clusters, context.common().seed(), progress::layout)) {
            return new Metrics(
                    testMse,
                    clusters.method().name().toLowerCase(Locale.ROOT),
                    result.metrics().agreement().orElse(null));
        }
    }

    /** As many as the embeddings have, where that was not set but chosen. */
    private static Optional<Integer> k(JobContext context, TensorDataset dataset) {
        Integer given = settings(context).k();
        Path results = context.store().results("cluster", context.run(dataset).runId());
        return given == null && ClusterStep.isDone(context, results)
                ? Optional.of(ClusterStep.metrics(context, results).sizes().size())
                : Optional.ofNullable(given);
    }

    private static NetworkSettings network(JobContext context) {
        return context.configuration().section("network", NetworkSettings.class);
    }

    private static ClusterSettings settings(JobContext context) {
        return context.configuration().section("cluster", ClusterSettings.class);
    }

    private static Dataset<Row> vectors(Dataset<Row> rows, TensorSpec tensor) {
        return rows.select(SampleColumns.ID, SampleColumns.TENSOR, SampleColumns.LABEL)
                .map(
                        (MapFunction<Row, Row>)
                                row ->
                                        RowFactory.create(
                                                row.get(0),
                                                Vectors.dense(physical(row.getAs(1), tensor)),
                                                row.get(2)),
                        Encoders.row(SAMPLES));
    }

    private static double[] physical(byte[] bytes, TensorSpec tensor) {
        float[] values = new float[tensor.elements()];
        tensor.decode(bytes, values, 0);
        double[] physical = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            physical[i] = values[i];
        }
        return physical;
    }

    private static Map<String, Object> summary(JobContext context, RunFolder run) {
        Map<String, Object> summary = new LinkedHashMap<>();
        metrics(context, run)
                .ifPresent(
                        metrics -> {
                            if (metrics.testMse() != null) {
                                summary.put("pca_test_mse", metrics.testMse());
                            }
                            if (metrics.agreement() != null) {
                                summary.put(
                                        "pca_" + metrics.method() + "_acc",
                                        metrics.agreement().accuracy());
                                summary.put("pca_nmi", metrics.agreement().nmi());
                            }
                        });
        return summary;
    }
}
