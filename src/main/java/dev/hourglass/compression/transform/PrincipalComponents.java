package dev.hourglass.compression.transform;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;
import java.util.stream.IntStream;
import org.netlib.util.intW;

/**
 * Projection on the leading principal components of training windows (the Karhunen-Loève
 * transform): of all linear transforms to as many coefficients, the one that leaves the least
 * squared error on those windows. Components are in the order of their variances, the greatest
 * first, and eight neighbouring ones are a group.
 */
public final class PrincipalComponents implements SignalTransform {
    private static final int GROUP = 8;

    /** Workspace of LAPACK's dsyevr, in doubles and in integers a column. */
    private static final int WORK = 26;

    private static final int INTEGER_WORK = 10;

    private final double[] mean;

    /** One component after the other. */
    private final double[] basis;

    private final int components;

    private PrincipalComponents(double[] mean, double[] basis, int components) {
        this.mean = mean;
        this.basis = basis;
        this.components = components;
    }

    /**
     * Fits the components to windows. Their covariance is decomposed by LAPACK, in 8 n² bytes and a
     * time that grows with n³ for windows of n samples.
     *
     * @param windows [window, sample], finite
     * @param components how many to keep, at most the samples of a window
     * @throws IllegalArgumentException where there are no windows, not as many components, or
     *     windows that are not finite or differ in length
     */
    public static PrincipalComponents fit(double[][] windows, int components) {
        int samples = windows.length == 0 ? 0 : windows[0].length;
        if (components < 1 || components > samples) {
            throw new IllegalArgumentException(
                    "%d components cannot be fitted to %d windows of %d samples"
                            .formatted(components, windows.length, samples));
        }
        TransformCoder.requireFinite(windows, samples);
        double[] mean = mean(windows);
        double[] basis = leadingEigenvectors(scatter(windows, mean), mean.length, components);
        return new PrincipalComponents(mean, basis, components);
    }

    @Override
    public int samples() {
        return mean.length;
    }

    @Override
    public int coefficients() {
        return components;
    }

    @Override
    public void forward(double[] samples, double[] coefficients) {
        for (int component = 0; component < components; component++) {
            int from = component * mean.length;
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += basis[from + i] * (samples[i] - mean[i]);
            }
            coefficients[component] = sum;
        }
    }

    @Override
    public void inverse(double[] coefficients, double[] samples) {
        System.arraycopy(mean, 0, samples, 0, mean.length);
        for (int component = 0; component < components; component++) {
            double coefficient = coefficients[component];
            // Most are quantised to 0.
            if (coefficient != 0) {
                int from = component * mean.length;
                for (int i = 0; i < mean.length; i++) {
                    samples[i] += coefficient * basis[from + i];
                }
            }
        }
    }

    @Override
    public int[] groups() {
        return IntStream.range(0, components).map(component -> component / GROUP).toArray();
    }

    private static double[] mean(double[][] windows) {
        double[] mean = new double[windows[0].length];
        for (double[] window : windows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += window[i] / windows.length;
            }
        }
        return mean;
    }

    /** The covariance times the number of windows, of which the lower triangle is filled. */
    private static double[] scatter(double[][] windows, double[] mean) {
        int width = mean.length;
        int block = Math.min(windows.length, 64);
        double[] centred = new double[block * width];
        double[] scatter = new double[width * width];
        for (int first = 0; first < windows.length; first += block) {
            int rows = Math.min(block, windows.length - first);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    centred[row * width + i] = windows[first + row][i] - mean[i];
                }
            }
            // To BLAS, which stores columns, these rows are the columns of a matrix.
            BLAS.getInstance().dsyrk("L", "N", width, rows, 1, centred, width, 1, scatter, width);
        }
        return scatter;
    }

    private static double[] leadingEigenvectors(double[] matrix, int width, int count) {
        double[] ascending = new double[count * width];
        double[] work = new double[WORK * width];
        int[] integerWork = new int[INTEGER_WORK * width];
        intW info = new intW(0);
        LAPACK.getInstance()
                .dsyevr(
                        "V",
                        "I",
                        "L",
                        width,
                        matrix,
                        width,
                        0,
                        0,
                        width - count + 1,
                        width,
                        0,
                        new intW(0),
                        new double[width],
                        ascending,
                        width,
                        new int[2 * width],
                        work,
                        work.length,
                        integerWork,
                        integerWork.length,
                        info);
        if (info.val != 0) {
            throw new ArithmeticException("LAPACK's dsyevr ended with " + info.val);
        }
        double[] descending = new double[ascending.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(ascending, (count - 1 - i) * width, descending, i * width, width);
        }
        return descending;
    }
}
