package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.mllib.clustering.GaussianMixture;
import org.apache.spark.mllib.clustering.GaussianMixtureModel;
import org.apache.spark.mllib.linalg.Matrices;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * A run of MLlib's Gaussian mixture, on standardised embeddings, that begins with k-means.
 *
 * <p>A mixture with full covariances should not care about scale, but MLlib's does: it adds the
 * machine epsilon to every density, and in 30 dimensions of deviation 1 the densities are smaller
 * than that, so that every row belongs to every component alike. Elements are therefore brought to
 * the deviation 1 / √(2πe), at which a typical row's density under a single Gaussian is about 1 in
 * any number of dimensions.
 *
 * <p>Left to itself MLlib begins with the means of a few random rows. Where clusters are tight and
 * far apart most of those lie between them, and components end without rows: only its older
 * interface can be told where to begin.
 */
final class GaussianMixtureRun {
    private static final double DEVIATION = 1 / Math.sqrt(2 * Math.PI * Math.E);

    /** Of the embedding's variance, which no component's may be below when it begins. */
    private static final double LEAST_VARIANCE = 1e-3 * DEVIATION * DEVIATION;

    /** Gain in log-likelihood a row below which the mixture counts as converged. */
    private static final double LIKELIHOOD_TOLERANCE = 1e-3;

    /** The method of MLlib that fails on a covariance it cannot invert. */
    private static final String SINGULAR = "MultivariateGaussian.calculateCovarianceConstants";

    private GaussianMixtureRun() {}

    /**
     * The mixture; empty where k-means finds fewer clusters, or a component shrank until its
     * covariance cannot be inverted.
     */
    static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        Scaling scaling = Scaling.of(spread, DEVIATION);
        Dataset<Row> scaled = scaling.apply(rows);
        JavaRDD<org.apache.spark.mllib.linalg.Vector> vectors =
                scaled.select(Scaling.SCALED)
                        .javaRDD()
                        .map(row -> Vectors.fromML(row.<Vector>getAs(0)))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            GaussianMixtureModel start = start(scaled, spread, settings, seed);
            if (start.k() < settings.k()) {
                return Optional.empty();
            }
            GaussianMixtureModel model =
                    new GaussianMixture()
                            .setK(settings.k())
                            .setInitialModel(start)
                            .setMaxIterations(settings.maxIterations())
                            .setConvergenceTol(LIKELIHOOD_TOLERANCE * spread.count())
                            .run(vectors);
            MixtureAssignment mixture = MixtureAssignment.of(scaling, model);
            double logLikelihood =
                    logLikelihood(mixture, scaled) + spread.count() * scaling.logShrinkage();
            return Optional.of(new FittedClusters(mixture, -logLikelihood));
        } catch (Exception failure) {
            // MLlib says so on an executor, whose exceptions reach the driver as text.
            if (ExceptionUtils.getStackTrace(failure).contains(SINGULAR)) {
                return Optional.empty();
            }
            throw failure;
        } finally {
            vectors.unpersist();
        }
    }

    /** A component for each cluster of k-means, whose elements vary independently. */
    private static GaussianMixtureModel start(
            Dataset<Row> scaled, Spread spread, ClusterSettings settings, long seed) {
        Dataset<Row> assigned =
                FittedClusters.kmeans(scaled, spread, settings, seed).assignment().assign(scaled);
        List<Row> clusters =
                assigned.groupBy(Assignment.CLUSTER)
                        .agg(
                                count(lit(1)),
                                Summarizer.mean(col(Scaling.SCALED)),
                                Summarizer.variance(col(Scaling.SCALED)))
                        .orderBy(Assignment.CLUSTER)
                        .collectAsList();
        double[] weights =
                clusters.stream()
                        .mapToDouble(row -> row.getLong(1) / (double) spread.count())
                        .toArray();
        MultivariateGaussian[] components =
                clusters.stream()
                        .map(row -> component(row.getAs(2), row.<Vector>getAs(3)))
                        .toArray(MultivariateGaussian[]::new);
        return new GaussianMixtureModel(weights, components);
    }

    private static MultivariateGaussian component(Vector mean, Vector variance) {
        double[] floored = variance.toArray();
        for (int i = 0; i < floored.length; i++) {
            floored[i] = Math.max(floored[i], LEAST_VARIANCE);
        }
        return new MultivariateGaussian(
                Vectors.fromML(mean), Matrices.diag(Vectors.dense(floored)));
    }

    private static double logLikelihood(MixtureAssignment mixture, Dataset<Row> scaled) {
        UserDefinedFunction logDensity = udf(mixture.logDensity(), DataTypes.DoubleType);
        return scaled.select(sum(logDensity.apply(col(Scaling.SCALED)))).head().getDouble(0);
    }
}
