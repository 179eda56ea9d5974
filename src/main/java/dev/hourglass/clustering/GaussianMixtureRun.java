package dev.hourglass.clustering;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Expectation maximisation of a mixture of Gaussians with full covariances (Dempster, Laird and
 * Rubin 1977), from the clusters of k-means.
 *
 * <p>Not MLlib's: that begins with the means of a few random rows, which finds no clusters that are
 * tight and far apart; adds the machine epsilon to every density, so that in many dimensions every
 * row comes from every component alike; and fails, or never ends, where a component shrinks to a
 * point.
 */
final class GaussianMixtureRun {
    /** Gain in log-likelihood a row below which the mixture counts as converged. */
    private static final double LIKELIHOOD_TOLERANCE = 1e-3;

    /** Share of the embedding's variance that is added to all components' variances. */
    private static final double FLOOR = 1e-6;

    private GaussianMixtureRun() {}

    /** The mixture; empty where k-means finds fewer clusters, or a component has no rows. */
    static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        CentreAssignment<?> start =
                (CentreAssignment<?>)
                        FittedClusters.kmeans(rows, spread, settings, seed).assignment();
        if (start.centres().length < settings.k()) {
            return Optional.empty();
        }
        JavaRDD<Vector> vectors =
                rows.select(Assignment.FEATURES)
                        .javaRDD()
                        .map(row -> row.<Vector>getAs(0))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return fit(vectors, clusters(start.assign(rows), start.centres()), spread, settings);
        } finally {
            vectors.unpersist();
        }
    }

    private static Optional<FittedClusters> fit(
            JavaRDD<Vector> vectors,
            MixtureStatistics start,
            Spread spread,
            ClusterSettings settings) {
        double floor = FLOOR * spread.rootMeanSquare() * spread.rootMeanSquare();
        MixtureStatistics statistics = start;
        Mixture mixture = null;
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= settings.maxIterations(); i++) {
            if (statistics.leastShare() < 1) {
                return Optional.empty();
            }
            mixture = statistics.mixture(floor);
            statistics = expectation(vectors, mixture);
            double gain = statistics.logLikelihood() - before;
            if (gain < LIKELIHOOD_TOLERANCE * spread.count()) {
                break;
            }
            before = statistics.logLikelihood();
        }
        return statistics.haveMembers()
                ? Optional.of(
                        new FittedClusters(
                                new MixtureAssignment(mixture), -statistics.logLikelihood()))
                : Optional.empty();
    }

    private static MixtureStatistics clusters(Dataset<Row> assigned, Vector[] centres) {
        double[][] origins = Stream.of(centres).map(Vector::toArray).toArray(double[][]::new);
        return assigned.select(Assignment.FEATURES, Assignment.CLUSTER)
                .javaRDD()
                .treeAggregate(
                        new MixtureStatistics(origins),
                        (sum, row) -> sum.add(row.getAs(0), row.getInt(1)),
                        MixtureStatistics::merge);
    }

    private static MixtureStatistics expectation(JavaRDD<Vector> vectors, Mixture mixture) {
        double[][] origins =
                Stream.of(mixture.components())
                        .map(MultivariateGaussian::mean)
                        .map(Vector::toArray)
                        .toArray(double[][]::new);
        double[] posteriors = new double[origins.length];
        return vectors.treeAggregate(
                new MixtureStatistics(origins),
                (sum, vector) -> sum.add(vector, mixture, posteriors),
                MixtureStatistics::merge);
    }
}
