package dev.hourglass.clustering;

import java.io.Serializable;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;

/**
 * A mixture of Gaussians.
 *
 * @param weights of the components, whose sum is 1
 */
record Mixture(double[] weights, MultivariateGaussian[] components) implements Serializable {
    /**
     * How probable it is that a row comes from each component.
     *
     * @param posteriors is filled, an element a component
     * @return the logarithm of the mixture's density
     */
    double posteriors(Vector row, double[] posteriors) {
        for (int i = 0; i < posteriors.length; i++) {
            posteriors[i] = Math.log(weights[i]) + components[i].logpdf(row);
        }
        // Less the greatest: densities in many dimensions are no numbers a double can hold.
        double greatest = StatUtils.max(posteriors);
        double sum = 0;
        for (int i = 0; i < posteriors.length; i++) {
            posteriors[i] = Math.exp(posteriors[i] - greatest);
            sum += posteriors[i];
        }
        for (int i = 0; i < posteriors.length; i++) {
            posteriors[i] /= sum;
        }
        return greatest + Math.log(sum);
    }
}
