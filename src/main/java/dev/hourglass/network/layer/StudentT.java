package dev.hourglass.network.layer;

import java.util.Arrays;

/**
 * How much codes belong to clusters, by Student's t-distribution with one degree of freedom, and
 * how that is sharpened (Xie, Girshick and Farhadi 2016, equations 1 to 5, after van der Maaten and
 * Hinton 2008).
 *
 * <p>All arrays are row-major: codes [rows, width], centres [clusters, width], memberships and
 * targets [rows, clusters].
 */
public final class StudentT {
    private StudentT() {}

    /** Centres by [cluster, element] in the form that the other methods take. */
    public static double[] rowMajor(double[][] centres) {
        return Arrays.stream(centres).flatMapToDouble(Arrays::stream).toArray();
    }

    /** 1 / (1 + ‖code − centre‖²) over its sum for all centres. */
    public static double[] memberships(double[] codes, int rows, double[] centres, int width) {
        int clusters = centres.length / width;
        double[] memberships = kernels(codes, rows, centres, width);
        for (int row = 0; row < rows; row++) {
            normalise(memberships, row * clusters, clusters);
        }
        return memberships;
    }

    /**
     * The targets of memberships: their squares over the clusters' frequencies, normalised.
     *
     * @param frequencies sums of the memberships of all rows of the data, by cluster
     */
    public static double[] targets(double[] memberships, double[] frequencies) {
        int clusters = frequencies.length;
        double[] targets = new double[memberships.length];
        for (int from = 0; from < targets.length; from += clusters) {
            for (int i = 0; i < clusters; i++) {
                // A cluster that no row belongs to at all has nothing to be sharpened.
                double q = memberships[from + i];
                targets[from + i] = frequencies[i] == 0 ? 0 : q * q / frequencies[i];
            }
            normalise(targets, from, clusters);
        }
        return targets;
    }

    /**
     * Mean over the rows of KL(targets ‖ memberships), in nats, and its gradients with targets that
     * stay as they are.
     *
     * @param byCodes the gradient is added to it, [rows, width]
     * @param byCentres the gradient is added to it, [clusters, width]
     * @param weight by which the gradients are multiplied
     */
    public static double divergence(
            double[] codes,
            double[] centres,
            double[] targets,
            int rows,
            double weight,
            double[] byCodes,
            double[] byCentres) {
        int width = codes.length / rows;
        int clusters = centres.length / width;
        double[] kernels = kernels(codes, rows, centres, width);
        double divergence = 0;
        for (int row = 0; row < rows; row++) {
            double total = sum(kernels, row * clusters, clusters);
            for (int cluster = 0; cluster < clusters; cluster++) {
                double kernel = kernels[row * clusters + cluster];
                double membership = kernel / total;
                double target = targets[row * clusters + cluster];
                if (target > 0) {
                    divergence += target * Math.log(target / membership);
                }
                double factor = 2 * weight / rows * kernel * (target - membership);
                for (int i = 0; i < width; i++) {
                    double part = factor * (codes[row * width + i] - centres[cluster * width + i]);
                    byCodes[row * width + i] += part;
                    byCentres[cluster * width + i] -= part;
                }
            }
        }
        return divergence / rows;
    }

    private static double[] kernels(double[] codes, int rows, double[] centres, int width) {
        int clusters = centres.length / width;
        double[] kernels = new double[rows * clusters];
        for (int row = 0; row < rows; row++) {
            for (int cluster = 0; cluster < clusters; cluster++) {
                double square = 0;
                for (int i = 0; i < width; i++) {
                    double difference = codes[row * width + i] - centres[cluster * width + i];
                    square += difference * difference;
                }
                kernels[row * clusters + cluster] = 1 / (1 + square);
            }
        }
        return kernels;
    }

    private static void normalise(double[] values, int from, int count) {
        double sum = sum(values, from, count);
        if (sum == 0) {
            Arrays.fill(values, from, from + count, 1.0 / count);
            return;
        }
        for (int i = from; i < from + count; i++) {
            values[i] /= sum;
        }
    }

    private static double sum(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
