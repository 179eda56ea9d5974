package dev.hourglass.training.averaging;

import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.Arrays;
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
    /** More than cores, so that one that is busy elsewhere is not waited for. */
    private static final int PARTS = 4 * Runtime.getRuntime().availableProcessors();

    /** As many sums as stay in a core's cache. */
    private static final int STRETCH = 1024;

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
        long length = vectors.get(0).length;
        float[] mean = VectorPool.take(vectors.get(0).length);
        boolean finite =
                IntStream.range(0, PARTS)
                        .parallel()
                        .mapToObj(
                                i ->
                                        part(
                                                vectors,
                                                shares,
                                                mean,
                                                (int) (length * i / PARTS),
                                                (int) (length * (i + 1) / PARTS)))
                        .reduce(true, Boolean::logicalAnd);
        return new WeightedMean(mean, finite);
    }

    /**
     * Fills a part of the mean. The loops below are as short as that because Java's compiler turns
     * them into vector instructions then, which it does not with a loop that does all of it.
     *
     * @return whether all its elements are finite
     */
    private static boolean part(
            List<float[]> vectors, double[] shares, float[] mean, int begin, int end) {
        double[] sums = new double[STRETCH];
        double[] values = new double[STRETCH];
        boolean finite = true;
        for (int from = begin; from < end; from += STRETCH) {
            int count = Math.min(STRETCH, end - from);
            Arrays.fill(sums, 0);
            for (int i = 0; i < shares.length; i++) {
                widen(vectors.get(i), from, count, values);
                add(values, shares[i], count, sums);
            }
            narrow(sums, count, mean, from);
            finite &= isFinite(sums, count);
        }
        return finite;
    }

    private static void widen(float[] vector, int from, int count, double[] values) {
        for (int i = 0; i < count; i++) {
            values[i] = vector[from + i];
        }
    }

    private static void add(double[] values, double share, int count, double[] sums) {
        for (int i = 0; i < count; i++) {
            sums[i] += share * values[i];
        }
    }

    private static void narrow(double[] sums, int count, float[] mean, int from) {
        for (int i = 0; i < count; i++) {
            mean[from + i] = (float) sums[i];
        }
    }

    /**
     * Whether the sums, which are overwritten, are numbers. As floats they are then, too: a mean of
     * floats is not beyond the largest of them.
     */
    private static boolean isFinite(double[] sums, int count) {
        for (int i = 0; i < count; i++) {
            // 0, or no number.
            sums[i] *= 0;
        }
        int left = count;
        while (left > 1) {
            int half = (left + 1) / 2;
            for (int i = half; i < left; i++) {
                sums[i - half] += sums[i];
            }
            left = half;
        }
        return sums[0] == 0;
    }
}
