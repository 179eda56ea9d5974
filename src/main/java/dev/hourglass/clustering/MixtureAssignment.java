package dev.hourglass.clustering;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;

import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Each row in the component of a mixture that it comes from most probably.
 *
 * @param scaling of the features before the model sees them
 * @param model which predicts {@link #CLUSTER}
 */
record MixtureAssignment(Scaling scaling, GaussianMixtureModel model) implements Assignment {
    private static final String PROBABILITY = "probability";

    /**
     * @param fitted by MLlib's older interface, whose models cannot be stored with their components
     *     in order
     */
    static MixtureAssignment of(
            Scaling scaling, org.apache.spark.mllib.clustering.GaussianMixtureModel fitted) {
        MultivariateGaussian[] components =
                Stream.of(fitted.gaussians())
                        .map(
                                gaussian ->
                                        new MultivariateGaussian(
                                                gaussian.mu().asML(), gaussian.sigma().asML()))
                        .toArray(MultivariateGaussian[]::new);
        GaussianMixtureModel model =
                new GaussianMixtureModel(
                        Identifiable.randomUID("mixture"), fitted.weights(), components);
        model.setFeaturesCol(Scaling.SCALED);
        model.setPredictionCol(CLUSTER);
        model.setProbabilityCol(PROBABILITY);
        return new MixtureAssignment(scaling, model);
    }

    /** The logarithm of the mixture's density at scaled features. */
    UDF1<Vector, Double> logDensity() {
        double[] weights = model.weights();
        MultivariateGaussian[] components = model.gaussians();
        return scaled -> {
            double[] logarithms = new double[weights.length];
            for (int i = 0; i < logarithms.length; i++) {
                logarithms[i] = Math.log(weights[i]) + components[i].logpdf(scaled);
            }
            double greatest = StatUtils.max(logarithms);
            double sum = 0;
            for (double logarithm : logarithms) {
                sum += Math.exp(logarithm - greatest);
            }
            return greatest + Math.log(sum);
        };
    }

    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        Column posterior = array_max(vector_to_array(col(PROBABILITY), "float64"));
        return model.transform(scaling.apply(rows)).withColumn(CONFIDENCE, posterior);
    }

    @Override
    public Vector[] centres() {
        return Stream.of(model.gaussians())
                .map(component -> scaling.unscaled(component.mean()))
                .toArray(Vector[]::new);
    }
}
