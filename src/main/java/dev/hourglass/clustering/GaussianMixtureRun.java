package dev.hourglass.clustering;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

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

    private static final String SCALED = "scaled";
    private static final String PROBABILITY = "probability";

    private GaussianMixtureRun() {}

    /** The mixture; empty where a component shrank until its covariance cannot be inverted. */
    static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        double[] factors =
                Arrays.stream(spread.deviation()).map(d -> d == 0 ? 0 : DEVIATION / d).toArray();
        GaussianMixture mixture =
                new GaussianMixture()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setTol(LIKELIHOOD_TOLERANCE * spread.count())
                        .setSeed(seed)
                        .setFeaturesCol(SCALED)
                        .setPredictionCol(FittedClusters.CLUSTER)
                        .setProbabilityCol(PROBABILITY);
        try {
            GaussianMixtureModel model = mixture.fit(scaled(rows, spread, factors));
            return Optional.of(
                    new FittedClusters(
                            centres(model, spread, factors),
                            -logLikelihood(model, spread, factors),
                            unseen -> assign(model, scaled(unseen, spread, factors))));
        } catch (Exception failure) {
            // MLlib says so on an executor, whose exceptions reach the driver as text.
            if (ExceptionUtils.getStackTrace(failure).contains(SINGULAR)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static Dataset<Row> assign(GaussianMixtureModel model, Dataset<Row> scaled) {
        Column posterior = array_max(vector_to_array(col(PROBABILITY), "float64"));
        return model.transform(scaled).withColumn(FittedClusters.CONFIDENCE, posterior);
    }

    private static Dataset<Row> scaled(Dataset<Row> rows, Spread spread, double[] factors) {
        double[] mean = spread.mean();
        UDF1<Vector, Vector> scale =
                features -> {
                    double[] values = new double[factors.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (features.apply(i) - mean[i]) * factors[i];
                    }
                    return Vectors.dense(values);
                };
        return rows.withColumn(
                SCALED, udf(scale, SQLDataTypes.VectorType()).apply(col(FittedClusters.FEATURES)));
    }

    private static Vector[] centres(GaussianMixtureModel model, Spread spread, double[] factors) {
        return Stream.of(model.gaussians())
                .map(
                        gaussian -> {
                            double[] centre = spread.mean().clone();
                            for (int i = 0; i < centre.length; i++) {
                                if (factors[i] > 0) {
                                    centre[i] += gaussian.mean().apply(i) / factors[i];
                                }
                            }
                            return Vectors.dense(centre);
                        })
                .toArray(Vector[]::new);
    }

    /** Of the embeddings as they were: densities shrink by the volume that scaling takes away. */
    private static double logLikelihood(
            GaussianMixtureModel model, Spread spread, double[] factors) {
        double shrinkage = Arrays.stream(factors).filter(f -> f > 0).map(Math::log).sum();
        return model.summary().logLikelihood() + spread.count() * shrinkage;
    }
}
