package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.hourglass.network.layer.StudentT;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * The outcome of one run of any method.
 *
 * @param centres of the clusters, in the embedding's units
 * @param cost what the method made small, comparable between runs on the same rows
 * @param assign adds the columns {@link #CLUSTER} and {@link #CONFIDENCE} to rows that have {@link
 *     #FEATURES}
 */
record FittedClusters(Vector[] centres, double cost, UnaryOperator<Dataset<Row>> assign) {
    /** The embedding as a vector. */
    static final String FEATURES = "features";

    static final String CLUSTER = "cluster";
    static final String CONFIDENCE = "confidence";
    private static final String MEMBERSHIPS = "memberships";

    /** Share of the embedding's deviation below which a centre counts as standing still. */
    private static final double CENTRE_TOLERANCE = 1e-4;

    /**
     * One run, where it found all clusters asked for.
     *
     * @param rows with {@link #FEATURES}; not cached themselves, for then MLlib caches the vectors
     *     as long as the run lasts, in the form its iterations read
     */
    static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        Optional<FittedClusters> fitted =
                switch (settings.method()) {
                    case KMEANS -> Optional.of(kmeans(rows, spread, settings, seed));
                    case BISECTING -> Optional.of(bisecting(rows, settings, seed));
                    case GMM -> GaussianMixtureRun.fit(rows, spread, settings, seed);
                    case DCEC -> throw new IllegalArgumentException("it trains the network");
                };
        return fitted.filter(clusters -> clusters.centres().length == settings.k());
    }

    private static FittedClusters kmeans(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        KMeansModel model =
                new KMeans()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setTol(CENTRE_TOLERANCE * spread.rootMeanSquare())
                        .setSeed(seed)
                        .setPredictionCol(CLUSTER)
                        .fit(rows);
        return around(model, model.clusterCenters(), model.summary().trainingCost());
    }

    private static FittedClusters bisecting(
            Dataset<Row> rows, ClusterSettings settings, long seed) {
        BisectingKMeansModel model =
                new BisectingKMeans()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setSeed(seed)
                        .setPredictionCol(CLUSTER)
                        .fit(rows);
        return around(model, model.clusterCenters(), model.summary().trainingCost());
    }

    /**
     * Clusters around given centres, each row in the one that it is most a member of.
     *
     * @param rows with {@link #FEATURES}
     * @param centres by [cluster, element]
     */
    static FittedClusters studentT(Dataset<Row> rows, double[][] centres) {
        Vector[] vectors = Stream.of(centres).map(Vectors::dense).toArray(Vector[]::new);
        double[] flat = StudentT.rowMajor(centres);
        UDF1<Vector, double[]> memberships =
                features -> StudentT.memberships(features.toArray(), 1, flat, features.size());
        UDF1<Vector, Double> distance =
                features ->
                        Stream.of(vectors)
                                .mapToDouble(centre -> Vectors.sqdist(features, centre))
                                .min()
                                .orElseThrow();
        Column degrees =
                udf(memberships, DataTypes.createArrayType(DataTypes.DoubleType, false))
                        .apply(col(FEATURES));
        double cost =
                rows.select(sum(udf(distance, DataTypes.DoubleType).apply(col(FEATURES))))
                        .head()
                        .getDouble(0);
        return new FittedClusters(
                vectors,
                cost,
                unseen ->
                        unseen.withColumn(MEMBERSHIPS, degrees)
                                .withColumn(CONFIDENCE, array_max(col(MEMBERSHIPS)))
                                .withColumn(
                                        CLUSTER,
                                        array_position(col(MEMBERSHIPS), col(CONFIDENCE))
                                                .minus(1)
                                                .cast(DataTypes.IntegerType))
                                .drop(MEMBERSHIPS));
    }

    private static FittedClusters around(Model<?> model, Vector[] centres, double cost) {
        UDF2<Vector, Integer, Double> margin =
                (features, cluster) -> margin(features, cluster, centres);
        Column confidence = udf(margin, DataTypes.DoubleType).apply(col(FEATURES), col(CLUSTER));
        return new FittedClusters(
                centres, cost, rows -> model.transform(rows).withColumn(CONFIDENCE, confidence));
    }

    /** 1 − own / other: the distances to the row's own centre and to the nearest other one. */
    private static double margin(Vector features, int cluster, Vector[] centres) {
        double own = Vectors.sqdist(features, centres[cluster]);
        double other = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.length; i++) {
            if (i != cluster) {
                other = Math.min(other, Vectors.sqdist(features, centres[i]));
            }
        }
        // Bisecting's tree may lead to a centre that is not the nearest.
        return own < other ? 1 - Math.sqrt(own / other) : 0;
    }
}
