package dev.hourglass.clustering;

import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A run of MLlib's Gaussian mixture, on standardised embeddings.
 *
 * <p>A mixture with full covariances should not care about scale, but MLlib's does: it adds the
 * machine epsilon to every density, and in 30 dimensions of deviation 1 the densities are smaller
 * than that, so that every row belongs to every component alike. Elements are therefore brought to
 * the deviation 1 / √(2πe), at which a typical row's density under a single Gaussian is about 1 in
 * any number of dimensions.
 */
final class GaussianMixtureRun {
    private static final double DEVIATION = 1 / Math.sqrt(2 * Math.PI * Math.E);

    /** Gain in log-likelihood a row below which the mixture counts as converged. */
    private static final double LIKELIHOOD_TOLERANCE = 1e-3;

    /** The method of MLlib that fails on a covariance it cannot invert. */
    private static final String SINGULAR = "MultivariateGaussian.calculateCovarianceConstants";

    private GaussianMixtureRun() {}

    /** The mixture; empty where a component shrank until its covariance cannot be inverted. */
    static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        Scaling scaling = Scaling.of(spread, DEVIATION);
        GaussianMixture mixture =
                new GaussianMixture()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setTol(LIKELIHOOD_TOLERANCE * spread.count())
                        .setSeed(seed)
                        .setFeaturesCol(Scaling.SCALED)
                        .setPredictionCol(Assignment.CLUSTER)
                        .setProbabilityCol(MixtureAssignment.PROBABILITY);
        try {
            GaussianMixtureModel model = mixture.fit(scaling.apply(rows));
            double logLikelihood =
                    model.summary().logLikelihood() + spread.count() * scaling.logShrinkage();
            return Optional.of(
                    new FittedClusters(new MixtureAssignment(scaling, model), -logLikelihood));
        } catch (Exception failure) {
            // MLlib says so on an executor, whose exceptions reach the driver as text.
            if (ExceptionUtils.getStackTrace(failure).contains(SINGULAR)) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
