package dev.hourglass.compression.entropy;

import java.util.Objects;

/**
 * The reading half of a range coder; {@link RangeEncoder} says how it works. A symbol is read in
 * two steps: {@link #target} tells where in the total the code points, and {@link #take} takes the
 * share of the symbol that lies there.
 *
 * <p>Whatever the bytes are, reading ends in symbols or in a {@link MalformedCodeException}: a code
 * that is asked for more than it holds is found out after four bytes.
 */
public final class RangeDecoder {
    /** The decoder is ahead of the encoder by the width of the range. Bytes. */
    private static final int AHEAD = 4;

    private final byte[] code;
    private final int end;

    /** May be {@link #AHEAD} bytes beyond the end. */
    private long position;

    private long value;
    private long range = RangeEncoder.WHOLE_RANGE;
    private long unit;

    /** Reads the whole of {@code code}. */
    public RangeDecoder(byte[] code) {
        this(code, 0, code.length);
    }

    /** Reads a slice, which is not copied. */
    public RangeDecoder(byte[] code, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, code.length);
        this.code = code;
        this.end = offset + length;
        this.position = offset;
        for (int i = 0; i < AHEAD; i++) {
            value = value << 8 | nextOrZero();
        }
    }

    /**
     * Where in a total of 2 to the power of {@code totalBits} the code points: from a symbol's
     * cumulative frequency on, and before the next symbol's.
     *
     * @param totalBits 0 to 16
     */
    public int target(int totalBits) throws MalformedCodeException {
        unit = range >>> totalBits;
        return targetOf(1 << totalBits);
    }

    /** As {@link #target}, of a total from 1 to 65,536 that is no power of two. */
    int targetOfShares(int total) throws MalformedCodeException {
        unit = range / total;
        return targetOf(total);
    }

    /**
     * Takes the symbol that {@link #target} has led to.
     *
     * @throws IllegalArgumentException where the share is empty or does not hold the target
     */
    public void take(int cumulative, int frequency) throws MalformedCodeException {
        value -= unit * cumulative;
        range = unit * frequency;
        if (value < 0 || value >= range) {
            throw new IllegalArgumentException(
                    "the share from %d of length %d".formatted(cumulative, frequency));
        }
        while (range < RangeEncoder.LEAST_RANGE) {
            if (position - end >= AHEAD) {
                throw new MalformedCodeException("The code ends before its last symbol");
            }
            value = value << 8 | nextOrZero();
            range <<= 8;
        }
    }

    /**
     * The next {@code count} bits of those that {@link RangeEncoder#encodeBits} wrote.
     *
     * @param count 0 to 32
     */
    public int bits(int count) throws MalformedCodeException {
        int high = 0;
        int rest = count;
        if (count > RangeEncoder.MAX_TOTAL_BITS) {
            rest = RangeEncoder.MAX_TOTAL_BITS;
            high = bits(count - rest) << rest;
        }
        int low = target(rest);
        take(low, 1);
        return high | low;
    }

    /**
     * Ends the reading.
     *
     * @throws MalformedCodeException where bytes are left that no encoder would have written
     */
    public void finish() throws MalformedCodeException {
        if (position - AHEAD < end - 1) {
            throw new MalformedCodeException(
                    (end - position + AHEAD) + " bytes are left after the last symbol");
        }
    }

    private int targetOf(int total) throws MalformedCodeException {
        // Both are whole numbers below 2^32, of which doubles have the exact quotient's whole part,
        // several times as fast as integers.
        int target = (int) ((double) value / unit);
        if (target >= total) {
            throw new MalformedCodeException("The code points beyond the last symbol");
        }
        return target;
    }

    private int nextOrZero() {
        int next = position < end ? code[(int) position] & 0xFF : 0;
        position++;
        return next;
    }
}
