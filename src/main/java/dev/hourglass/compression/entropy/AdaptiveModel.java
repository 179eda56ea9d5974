package dev.hourglass.compression.entropy;

import java.util.Arrays;

/**
 * Frequencies of a small alphabet that are learned while coding: every symbol starts with 1 and
 * gains as it comes, and all are halved when the total has grown so far that old symbols should
 * count less. Encoder and decoder that see the same symbols have the same frequencies. For side
 * information: a symbol takes time in proportion to the alphabet.
 */
public final class AdaptiveModel {
    private static final int MAX_SIZE = 256;
    private static final int INCREMENT = 32;
    private static final int MAX_TOTAL = 1 << 13;

    private final int[] frequencies;
    private int total;

    /**
     * @param size symbols are 0 to {@code size - 1}; 1 to 256
     */
    public AdaptiveModel(int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("an alphabet of " + size);
        }
        this.frequencies = new int[size];
        Arrays.fill(frequencies, 1);
        this.total = size;
    }

    /** Encodes a symbol, and learns it. */
    public void encode(int symbol, RangeEncoder out) {
        int cumulative = 0;
        for (int i = 0; i < symbol; i++) {
            cumulative += frequencies[i];
        }
        out.encodeShare(cumulative, frequencies[symbol], total);
        learn(symbol);
    }

    /** Decodes a symbol, and learns it. */
    public int decode(RangeDecoder in) throws MalformedCodeException {
        int target = in.targetOfShares(total);
        int symbol = 0;
        int cumulative = 0;
        while (cumulative + frequencies[symbol] <= target) {
            cumulative += frequencies[symbol];
            symbol++;
        }
        in.take(cumulative, frequencies[symbol]);
        learn(symbol);
        return symbol;
    }

    private void learn(int symbol) {
        frequencies[symbol] += INCREMENT;
        total += INCREMENT;
        if (total > MAX_TOTAL) {
            total = 0;
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] -= frequencies[i] >> 1;
                total += frequencies[i];
            }
        }
    }
}
