package dev.hourglass.compression.entropy;

import java.util.Objects;

/**
 * The writing half of a lossless or near-lossless coder of sampled signals, by differential
 * pulse-code modulation in a closed loop. Every 32 samples are predicted by that of four fixed
 * polynomials which leaves the least (Robinson, "SHORTEN: Simple lossless and near-lossless
 * waveform compression", Cambridge University, 1994); what it leaves is range-coded with a logistic
 * table. With a maximum error of e, residuals are rounded to multiples of 2e + 1 within the loop
 * (near-lossless JPEG-LS, ITU-T T.87), so that no decoded sample is off by more than e. As the
 * samples predicted from are multiples of 2e + 1 too, each is decoded to the multiple nearest to
 * it, whatever came before.
 *
 * <p>An encoder learns from segment to segment, and predicts the first sample of one from the last
 * of the one before. {@link DpcmDecoder} decodes them in the same order.
 */
public final class DpcmEncoder {
    private final DpcmModel model = new DpcmModel();

    /** By predictor: the residuals of a sub-block, in steps, and what is decoded from them. */
    private final int[][] residuals = new int[DpcmModel.ORDERS][DpcmModel.SUB_BLOCK];

    private final int[][] decoded = new int[DpcmModel.ORDERS][DpcmModel.SUB_BLOCK + 3];

    /** What is decoded instead of a sample. */
    public static int decoded(int sample, int maximumError) {
        return DpcmModel.nearestMultiple(sample, maximumError);
    }

    /**
     * Encodes a segment.
     *
     * @param samples each from -2^23 to 2^23 - 1
     * @param from the segment's first sample
     * @param count of its samples
     * @param maximumError how much a decoded sample may be off; 0 for lossless, up to 2^22
     * @throws IllegalArgumentException where a sample has more than 24 bits, or the maximum error
     *     is out of range
     */
    public void encode(int[] samples, int from, int count, int maximumError, RangeEncoder out) {
        Objects.checkFromIndexSize(from, count, samples.length);
        requireRange(samples, from, count);
        model.begin(maximumError);
        for (int start = 0; start < count; start += DpcmModel.SUB_BLOCK) {
            int length = Math.min(DpcmModel.SUB_BLOCK, count - start);
            encodeSubBlock(samples, from + start, length, out);
        }
    }

    private static void requireRange(int[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (samples[i] < -DpcmModel.MAX_SAMPLE || samples[i] >= DpcmModel.MAX_SAMPLE) {
                throw new IllegalArgumentException("sample " + i + " is " + samples[i]);
            }
        }
    }

    private void encodeSubBlock(int[] samples, int from, int length, RangeEncoder out) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int order = 0; order < DpcmModel.ORDERS; order++) {
            long sum = predict(order, samples, from, length);
            if (sum < least) {
                least = sum;
                best = order;
            }
        }
        int[] chosen = residuals[best];
        int index = table(chosen, length, least);
        model.encodeChoice(best, index, out);
        SymbolTable table = ResidualTables.get(index);
        for (int i = 0; i < length; i++) {
            table.encode(chosen[i], out);
        }
        model.last = decoded[best][length + 2];
        model.secondLast = decoded[best][length + 1];
        model.thirdLast = decoded[best][length];
    }

    /** Fills a predictor's residuals; returns the sum of their absolute values. */
    private long predict(int order, int[] samples, int from, int length) {
        int[] coefficients = DpcmModel.COEFFICIENTS[order];
        int one = coefficients[0];
        int two = coefficients[1];
        int three = coefficients[2];
        int last = model.last;
        int secondLast = model.secondLast;
        int thirdLast = model.thirdLast;
        int[] steps = residuals[order];
        int[] loop = decoded[order];
        loop[0] = thirdLast;
        loop[1] = secondLast;
        loop[2] = last;
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int prediction = one * last + two * secondLast + three * thirdLast;
            int residual = samples[from + i] - prediction;
            int quantised = quantise(residual);
            steps[i] = quantised;
            sum += Math.abs(quantised);
            thirdLast = secondLast;
            secondLast = last;
            last = prediction + quantised * model.step;
            loop[i + 3] = last;
        }
        return sum;
    }

    private int quantise(int residual) {
        if (model.step == 1) {
            return residual;
        }
        int half = residual < 0 ? -model.maximumError : model.maximumError;
        return (residual + half) / model.step;
    }

    /**
     * The table of the mean residual, or that of all but the largest if it takes fewer bits: one
     * jump does not make its neighbours large.
     */
    private static int table(int[] residuals, int length, long sum) {
        int largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(residuals[i]));
        }
        int all = ResidualTables.index((double) sum / length);
        int others = ResidualTables.index((double) (sum - largest) / length);
        if (others == all) {
            return all;
        }
        double bitsOfAll = bits(ResidualTables.get(all), residuals, length);
        return bits(ResidualTables.get(others), residuals, length) < bitsOfAll ? others : all;
    }

    private static double bits(SymbolTable table, int[] residuals, int length) {
        double bits = 0;
        for (int i = 0; i < length; i++) {
            bits += table.bits(residuals[i]);
        }
        return bits;
    }
}
