package dev.hourglass.compression;

import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.compression.entropy.SymbolTable;
import dev.hourglass.network.CodeDistribution;

/**
 * The entropy model of a network's rounded codes: the distribution of each channel, as it was
 * learnt.
 */
final class CodeTables {
    /** Narrower distributions would cost less than a table can express. */
    private static final double LEAST_SCALE = 0.01;

    /** What a table takes: a container may state any step. */
    private static final double GREATEST = 1 << 23;

    private final SymbolTable[] channels;
    private final double step;

    /**
     * @param step the width of the quantiser's interval; 1 as in training
     */
    CodeTables(CodeDistribution distribution, double step) {
        this.step = step;
        this.channels = new SymbolTable[distribution.channels()];
        for (int channel = 0; channel < channels.length; channel++) {
            double mean = distribution.means()[channel] / step;
            double scale = StrictMath.exp(distribution.logScales()[channel]) / step;
            channels[channel] =
                    SymbolTable.logistic(
                            Math.max(-GREATEST, Math.min(GREATEST, mean)),
                            Math.max(LEAST_SCALE, Math.min(GREATEST, scale)));
        }
    }

    /** Rounds a code, [code], to multiples of the step. */
    int[] quantise(float[] codes, int from, int length) {
        int[] code = new int[length];
        for (int i = 0; i < length; i++) {
            code[i] = (int) Math.rint(codes[from + i] / step);
        }
        return code;
    }

    /** What the network decodes instead of a code, from position {@code from} on. */
    void dequantise(int[] code, float[] codes, int from) {
        for (int i = 0; i < code.length; i++) {
            codes[from + i] = (float) (code[i] * step);
        }
    }

    /** What a code costs. */
    double bits(int[] code) {
        double bits = 0;
        for (int i = 0; i < code.length; i++) {
            bits += channels[i % channels.length].bits(code[i]);
        }
        return bits;
    }

    void encode(int[] code, RangeEncoder out) {
        for (int i = 0; i < code.length; i++) {
            channels[i % channels.length].encode(code[i], out);
        }
    }

    void decode(RangeDecoder in, int[] code) throws MalformedCodeException {
        for (int i = 0; i < code.length; i++) {
            code[i] = channels[i % channels.length].decode(in);
        }
    }
}
