package dev.hourglass.compression.transform;

/**
 * Ideal code lengths of quantised coefficients, −log₂ P, from how often magnitudes occurred. P is
 * their frequency with one occurrence added that is spread over all magnitudes m as 1 / ((m + 1) (m
 * + 2)), so that none is impossible.
 */
final class CodeLengths {
    /** Magnitudes counted one by one; greater ones are counted with the last. */
    static final int MAGNITUDES = 128;

    private final double[] bits = new double[MAGNITUDES];

    /**
     * @param counts of every magnitude
     */
    CodeLengths(long[] counts) {
        double total = 1;
        for (long count : counts) {
            total += count;
        }
        for (int i = 0; i < MAGNITUDES; i++) {
            double unseen = i < MAGNITUDES - 1 ? 1 / ((i + 1.0) * (i + 2.0)) : 1.0 / MAGNITUDES;
            // One bit more for the sign.
            bits[i] = log2(total / (counts[i] + unseen)) + (i == 0 ? 0 : 1);
        }
    }

    /** The length for a coefficient of this magnitude and its sign. In bits. */
    double bits(int magnitude) {
        if (magnitude < MAGNITUDES - 1) {
            return bits[magnitude];
        }
        double beyond = magnitude - (MAGNITUDES - 1.0);
        return bits[MAGNITUDES - 1] + log2((beyond + 1) * (beyond + 2));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
