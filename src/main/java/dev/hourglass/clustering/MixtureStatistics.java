package dev.hourglass.clustering;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;

/**
 * What rows say of a mixture's components, each row as far as it comes from them: all that the next
 * ones are made of. Differences are summed, from points that are near: sums of squares would lose
 * the covariances of rows that are far from 0.
 */
final class MixtureStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    private final int width;

    /** From which differences are taken, by [component][element]. */
    private final double[][] origins;

    private final double[] shares;
    private final double[][] sums;

    /** Products of differences, by [component][row · width + column], lower triangles. */
    private final double[][] products;

    /** Rows that come most probably from each component. */
    private final long[] members;

    private double logLikelihood;

    MixtureStatistics(double[][] origins) {
        this.origins = origins;
        this.width = origins[0].length;
        this.shares = new double[origins.length];
        this.members = new long[origins.length];
        this.sums = new double[origins.length][width];
        this.products = new double[origins.length][width * width];
    }

    /** Adds a row that comes from a component for sure. */
    MixtureStatistics add(Vector row, int component) {
        add(row.toArray(), component, 1);
        members[component]++;
        return this;
    }

    /** Adds a row as far as it comes from each component. */
    MixtureStatistics add(Vector row, Mixture mixture, double[] posteriors) {
        logLikelihood += mixture.posteriors(row, posteriors);
        double[] values = row.toArray();
        int most = 0;
        for (int i = 0; i < posteriors.length; i++) {
            if (posteriors[i] > 0) {
                add(values, i, posteriors[i]);
            }
            if (posteriors[i] > posteriors[most]) {
                most = i;
            }
        }
        members[most]++;
        return this;
    }

    private void add(double[] values, int component, double share) {
        double[] origin = origins[component];
        double[] sum = sums[component];
        double[] product = products[component];
        shares[component] += share;
        for (int i = 0; i < width; i++) {
            double part = share * (values[i] - origin[i]);
            sum[i] += part;
            for (int j = 0; j <= i; j++) {
                product[i * width + j] += part * (values[j] - origin[j]);
            }
        }
    }

    /** Adds what other rows say. */
    MixtureStatistics merge(MixtureStatistics other) {
        for (int i = 0; i < shares.length; i++) {
            shares[i] += other.shares[i];
            members[i] += other.members[i];
            add(sums[i], other.sums[i]);
            add(products[i], other.products[i]);
        }
        logLikelihood += other.logLikelihood;
        return this;
    }

    private static void add(double[] values, double[] others) {
        for (int i = 0; i < values.length; i++) {
            values[i] += others[i];
        }
    }

    /** Of all rows under the mixture that they were added with. */
    double logLikelihood() {
        return logLikelihood;
    }

    /** The component that the least of the rows come from: how many. */
    double leastShare() {
        double least = Double.POSITIVE_INFINITY;
        for (double share : shares) {
            least = Math.min(least, share);
        }
        return least;
    }

    /** Whether every component is some row's most probable one. */
    boolean haveMembers() {
        return Arrays.stream(members).allMatch(rows -> rows > 0);
    }

    /**
     * The mixture under which these rows are most probable.
     *
     * @param floor is added to all variances, so that no component can shrink to nothing
     */
    Mixture mixture(double floor) {
        double all = 0;
        for (double share : shares) {
            all += share;
        }
        double[] weights = new double[shares.length];
        MultivariateGaussian[] components = new MultivariateGaussian[shares.length];
        for (int i = 0; i < shares.length; i++) {
            weights[i] = shares[i] / all;
            components[i] = component(i, floor);
        }
        return new Mixture(weights, components);
    }

    private MultivariateGaussian component(int component, double floor) {
        double[] mean = new double[width];
        double[] covariance = new double[width * width];
        for (int i = 0; i < width; i++) {
            double moved = sums[component][i] / shares[component];
            mean[i] = origins[component][i] + moved;
            for (int j = 0; j <= i; j++) {
                double other = sums[component][j] / shares[component];
                double product = products[component][i * width + j] / shares[component];
                covariance[i * width + j] = product - moved * other;
                covariance[j * width + i] = covariance[i * width + j];
            }
            covariance[i * width + i] += floor;
        }
        return new MultivariateGaussian(
                Vectors.dense(mean), new DenseMatrix(width, width, covariance));
    }
}
