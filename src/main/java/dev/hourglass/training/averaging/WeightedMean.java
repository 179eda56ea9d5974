package dev.hourglass.training.averaging;

import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of vectors, each weighted by a number of examples. Every element is summed in double in
 * the order of the list, so that the same vectors give the same bits, however the work is divided.
 *
 * @param values of the mean
 * @param finite whether all of them are finite numbers
 */
public record WeightedMean(float[] values, boolean finite) {
    /** As many sums as stay in a core's cache. */
    private static final int STRETCH = 4096;

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /**
     * The mean, computed by all cores.
     *
     * @param vectors of one length
     * @param weights of which at least one is not 0
     */
    static WeightedMean of(List<float[]> vectors, long[] weights) {
        double total = 0;
        for (long weight : weights) {
            total += weight;
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] / total;
        }
        int length = vectors.get(0).length;
        float[] mean = VectorPool.take(length);
        int largest =
                IntStream.range(0, (length + STRETCH - 1) / STRETCH)
                        .parallel()
                        .map(i -> stretch(vectors, shares, mean, i * STRETCH))
                        .max()
                        .orElse(0);
        return new WeightedMean(mean, largest < INFINITY);
    }

    /**
     * Fills a stretch of the mean.
     *
     * @return the largest bits of all magnitudes: infinity's are above those of every number, and
     *     those of what is no number above infinity's
     */
    private static int stretch(List<float[]> vectors, double[] shares, float[] mean, int from) {
        int to = Math.min(from + STRETCH, mean.length);
        if (shares.length == 2) {
            // Without a detour through sums, which takes longer than the mean itself.
            pair(vectors, shares, mean, from, to);
        } else {
            sums(vectors, shares, mean, from, to);
        }
        int largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(mean[i]) & Integer.MAX_VALUE);
        }
        return largest;
    }

    private static void pair(
            List<float[]> vectors, double[] shares, float[] mean, int from, int to) {
        float[] first = vectors.get(0);
        float[] second = vectors.get(1);
        double share1 = shares[0];
        double share2 = shares[1];
        for (int i = from; i < to; i++) {
            mean[i] = (float) (share1 * first[i] + share2 * second[i]);
        }
    }

    private static void sums(
            List<float[]> vectors, double[] shares, float[] mean, int from, int to) {
        double[] sums = new double[to - from];
        for (int k = 0; k < shares.length; k++) {
            float[] vector = vectors.get(k);
            double share = shares[k];
            for (int i = from; i < to; i++) {
                sums[i - from] += share * vector[i];
            }
        }
        for (int i = from; i < to; i++) {
            mean[i] = (float) sums[i - from];
        }
    }
}
