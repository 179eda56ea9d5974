package dev.hourglass.compression.transform;

import java.util.Arrays;

/**
 * The biorthogonal wavelet transform CDF 9/7 (Cohen, Daubechies and Feauveau 1992; bior4.4 in
 * wavelet libraries), computed by lifting as in Daubechies and Sweldens 1998. The window continues
 * beyond its ends as its mirror image, so that it may have any length. The low-pass filter's gain
 * is √2, which makes the transform nearly orthonormal.
 *
 * <p>Coefficients are the approximation, then the details from the coarsest level to the finest,
 * each a group. The parent of a detail is the one at the same time in the next coarser level.
 */
public final class Wavelet implements SignalTransform {
    private static final double FIRST_PREDICTION = -1.586134342059924;
    private static final double FIRST_UPDATE = -0.052980118572961;
    private static final double SECOND_PREDICTION = 0.882911075530934;
    private static final double SECOND_UPDATE = 0.443506852043971;
    private static final double SCALE = 1.149604398860241;

    /** Samples of the window, then of the approximation on every level. */
    private final int[] lengths;

    private final double[] scratch;

    /**
     * @param samples of a window
     * @param levels how many times the approximation is split in two
     * @throws IllegalArgumentException where that leaves an approximation of one sample to split
     */
    public Wavelet(int samples, int levels) {
        this.lengths = new int[levels + 1];
        this.scratch = new double[samples];
        lengths[0] = samples;
        for (int level = 0; level < levels; level++) {
            if (lengths[level] < 2) {
                throw new IllegalArgumentException(
                        "A window of %d samples cannot be split %d times"
                                .formatted(samples, levels));
            }
            lengths[level + 1] = (lengths[level] + 1) / 2;
        }
    }

    @Override
    public int samples() {
        return lengths[0];
    }

    @Override
    public int coefficients() {
        return lengths[0];
    }

    @Override
    public void forward(double[] samples, double[] coefficients) {
        System.arraycopy(samples, 0, coefficients, 0, samples());
        for (int level = 0; level < lengths.length - 1; level++) {
            split(coefficients, lengths[level]);
        }
    }

    @Override
    public void inverse(double[] coefficients, double[] samples) {
        System.arraycopy(coefficients, 0, samples, 0, samples());
        for (int level = lengths.length - 2; level >= 0; level--) {
            join(samples, lengths[level]);
        }
    }

    @Override
    public int[] groups() {
        int levels = lengths.length - 1;
        int[] groups = new int[samples()];
        for (int level = 0; level < levels; level++) {
            Arrays.fill(groups, lengths[level + 1], lengths[level], levels - level);
        }
        return groups;
    }

    @Override
    public int[] parents() {
        int[] parents = SignalTransform.super.parents();
        for (int level = 0; level < lengths.length - 2; level++) {
            int coarser = lengths[level + 2];
            for (int i = lengths[level + 1]; i < lengths[level]; i++) {
                int same = coarser + (i - lengths[level + 1]) / 2;
                parents[i] = Math.min(same, lengths[level + 1] - 1);
            }
        }
        return parents;
    }

    /** Even samples become the approximation, odd ones the detail, which is moved behind it. */
    private void split(double[] values, int length) {
        lift(values, length, 1, FIRST_PREDICTION);
        lift(values, length, 0, FIRST_UPDATE);
        lift(values, length, 1, SECOND_PREDICTION);
        lift(values, length, 0, SECOND_UPDATE);
        int half = (length + 1) / 2;
        for (int i = 0; i < half; i++) {
            scratch[i] = values[2 * i] * SCALE;
        }
        for (int i = half; i < length; i++) {
            scratch[i] = values[2 * (i - half) + 1] / SCALE;
        }
        System.arraycopy(scratch, 0, values, 0, length);
    }

    private void join(double[] values, int length) {
        System.arraycopy(values, 0, scratch, 0, length);
        int half = (length + 1) / 2;
        for (int i = 0; i < half; i++) {
            values[2 * i] = scratch[i] / SCALE;
        }
        for (int i = half; i < length; i++) {
            values[2 * (i - half) + 1] = scratch[i] * SCALE;
        }
        lift(values, length, 0, -SECOND_UPDATE);
        lift(values, length, 1, -SECOND_PREDICTION);
        lift(values, length, 0, -FIRST_UPDATE);
        lift(values, length, 1, -FIRST_PREDICTION);
    }

    /** Adds to every second value, from {@code first} on, its neighbours times {@code factor}. */
    private static void lift(double[] values, int length, int first, double factor) {
        if (first == 0) {
            values[0] += 2 * factor * values[1];
        }
        int last = length - 1;
        for (int i = 2 - first; i < last; i += 2) {
            values[i] += factor * (values[i - 1] + values[i + 1]);
        }
        if ((last & 1) == first) {
            values[last] += 2 * factor * values[last - 1];
        }
    }
}
