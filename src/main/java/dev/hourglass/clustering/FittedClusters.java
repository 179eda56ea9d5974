package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Optional;
import java.util.function.UnaryOperator;
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
