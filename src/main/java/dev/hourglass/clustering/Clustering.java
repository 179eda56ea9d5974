package dev.hourglass.clustering;

import static dev.hourglass.clustering.Assignment.CLUSTER;
import static dev.hourglass.clustering.Assignment.FEATURES;
import static dev.hourglass.embedding.EmbeddingTable.EMBEDDING;
import static dev.hourglass.embedding.EmbeddingTable.ID;
import static dev.hourglass.embedding.EmbeddingTable.LABEL;
import static dev.hourglass.embedding.EmbeddingTable.MODEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.hourglass.embedding.EmbeddingCheck;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/** Clusters in an embedding table, and how they agree with its labels. */
public final class Clustering {
    private static final List<String> COLUMNS = List.of(ID, EMBEDDING, LABEL, MODEL);

    /** Numbers of a contingency table, or of a mixture's covariances, on the driver: 80 MB. */
    private static final long MAX_CELLS = 10_000_000;

    private static final long ROWS_PER_PARTITION = 10_000;
    private static final long MAX_PARTITIONS = 4_096;

    private Clustering() {}

    /**
     * Finds clusters in embeddings and measures them; labels take no part in finding them. The same
     * rows, settings and seed give the same clusters, whatever the rows' order and partitions, up
     * to the rounding of sums that Spark adds up in the order its tasks end.
     *
     * @param embeddings the columns {@code id}, {@code embedding}, {@code label} and {@code model}
     *     of {@link dev.hourglass.embedding.EmbeddingTable}, ids unique
     * @param settings of which DCEC is taken for k-means
     * @param seed of the first run; the following runs take the numbers that follow
     * @param progress takes the share of a layout that is done, 0 to 1, where the driver makes one
     * @return the caller closes it
     * @throws HourglassException with MISSING_INPUT for an empty table, STORE_CORRUPT for
     *     embeddings that are missing, not finite, of several widths or all the same, CONFIGURATION
     *     where the rows cannot form {@code k} clusters, belong to several models or have too many
     *     labels
     */
    public static ClusteringResult fit(
            Dataset<Row> embeddings, ClusterSettings settings, long seed, DoubleConsumer progress) {
        ClusterSettings method = settings.ofEmbeddings();
        EmbeddingCheck.Shape shape = check(embeddings, settings.k(), settings.k());
        if (method.method() == ClusterSettings.Method.GMM) {
            requireSmallMixture(settings.k(), shape.width());
        }
        ClusterSpace space =
                method.method() == ClusterSettings.Method.N2D
                        ? ClusterSpace.layOut(embeddings, settings.n2d(), seed, progress)
                        : ClusterSpace.EMBEDDINGS;
        return measure(
                inCanonicalOrder(embeddings, shape.rows()),
                settings.k(),
                space,
                method.method(),
                features ->
                        FittedClusters.best(features, Spread.of(features, FEATURES), method, seed)
                                .orElseThrow(() -> tooFewClusters(settings)),
                sizes -> {
                    if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
                        throw tooFewClusters(settings);
                    }
                });
    }

    /**
     * The clusters that embeddings were trained to form: each row belongs to those that are near by
     * Student's t-distribution. Some may have no rows.
     *
     * @param embeddings as in {@link #fit}
     * @param centres by [cluster, element]
     * @return the caller closes it
     * @throws HourglassException as in {@link #fit}, and with TRAINING_FAILED where all rows are in
     *     one cluster
     */
    public static ClusteringResult around(Dataset<Row> embeddings, double[][] centres) {
        EmbeddingCheck.Shape shape = check(embeddings, centres.length, centres.length);
        Vector[] vectors = Stream.of(centres).map(Vectors::dense).toArray(Vector[]::new);
        return measure(
                inCanonicalOrder(embeddings, shape.rows()),
                centres.length,
                ClusterSpace.EMBEDDINGS,
                ClusterSettings.Method.DCEC,
                features ->
                        new FittedClusters(
                                new MembershipAssignment(vectors), cost(features, vectors)),
                Clustering::requireSeveral);
    }

    /**
     * Checks that there are rows enough, and not of too many labels.
     *
     * @param least number of clusters
     * @param greatest number of clusters
     */
    static EmbeddingCheck.Shape check(Dataset<Row> embeddings, int least, int greatest) {
        EmbeddingCheck.Shape shape = EmbeddingCheck.check(embeddings, COLUMNS);
        if (least > shape.rows()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "%d rows cannot form %d clusters".formatted(shape.rows(), least),
                    "cluster.k",
                    "ask for %d clusters at most".formatted(shape.rows()));
        }
        requireFewLabels(embeddings, greatest);
        return shape;
    }

    /**
     * Checks that the rows of each cluster and label can be counted on the driver.
     *
     * @throws HourglassException with CONFIGURATION where there are too many labels
     */
    public static void requireFewLabels(Dataset<Row> embeddings, int clusters) {
        long labels = embeddings.select(count_distinct(col(LABEL))).head().getLong(0);
        if (labels * clusters > MAX_CELLS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "%d labels are too many to compare with %d clusters"
                            .formatted(labels, clusters),
                    "column label",
                    "ask for fewer clusters, or drop labels that are not classes");
        }
    }

    private static void requireSmallMixture(long k, long width) {
        if (k * width * width > MAX_CELLS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The covariances of %d components of width %d are too many".formatted(k, width),
                    "cluster.k, cluster.method",
                    "ask for %d clusters at most, or another method"
                            .formatted(MAX_CELLS / (width * width)));
        }
    }

    /** The sum of squared distances to the nearest centres. */
    private static double cost(Dataset<Row> features, Vector[] centres) {
        UDF1<Vector, Double> distance =
                vector ->
                        Stream.of(centres)
                                .mapToDouble(centre -> Vectors.sqdist(vector, centre))
                                .min()
                                .orElseThrow();
        return features.select(sum(udf(distance, DataTypes.DoubleType).apply(col(FEATURES))))
                .head()
                .getDouble(0);
    }

    /**
     * MLlib draws its starting points by partition and position, so both are made to depend on
     * nothing but the ids. That costs one shuffle of the whole table, 4 bytes an element, and a
     * sort of every partition.
     */
    static Dataset<Row> inCanonicalOrder(Dataset<Row> embeddings, long rows) {
        long partitions = Math.min(1 + rows / ROWS_PER_PARTITION, MAX_PARTITIONS);
        return embeddings
                .select(ID, EMBEDDING, LABEL)
                .repartition((int) partitions, col(ID))
                .sortWithinPartitions(ID);
    }

    /**
     * Finds clusters in a table, which stays cached where that succeeds.
     *
     * @param check of the clusters' sizes, which throws
     */
    private static ClusteringResult measure(
            Dataset<Row> table,
            int k,
            ClusterSpace space,
            ClusterSettings.Method method,
            Function<Dataset<Row>, FittedClusters> find,
            Consumer<long[]> check) {
        // Not cached as vectors: MLlib caches rows itself, in its own form, while it iterates.
        Dataset<Row> placed = space.place(table).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> features = ClusterModel.features(placed);
            FittedClusters found = find.apply(features);
            ClusterModel model = new ClusterModel(method, space, found.assignment());
            Dataset<Row> assigned = model.assignPlaced(features);
            AssignmentCounts counts = AssignmentCounts.of(assigned, k);
            check.accept(counts.sizes());
            double silhouette =
                    new ClusteringEvaluator()
                            .setFeaturesCol(FEATURES)
                            .setPredictionCol(CLUSTER)
                            .evaluate(assigned);
            return new ClusteringResult(
                    placed,
                    model.assignments(assigned),
                    model,
                    counts,
                    new ClusteringMetrics(found.cost(), silhouette, counts.agreement()));
        } catch (Throwable failure) {
            placed.unpersist();
            throw failure;
        }
    }

    private static void requireSeveral(long[] sizes) {
        if (Arrays.stream(sizes).filter(size -> size > 0).count() < 2) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "All rows have come to be in one cluster",
                    "cluster.dcec",
                    "lower cluster.dcec.gamma or cluster.dcec.learning-rate, or train the autoencoder longer first");
        }
    }

    static HourglassException tooFewClusters(ClusterSettings settings) {
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "%d runs found fewer than %d clusters that hold rows"
                        .formatted(settings.restarts(), settings.k()),
                "cluster.k",
                "lower cluster.k or raise cluster.restarts");
    }
}
