package dev.hourglass.compression.entropy;

import java.util.Arrays;

/**
 * The writing half of a range coder: Martin, "Range encoding: an algorithm for removing redundancy
 * from a digitised message", Video and Data Recording Conference, 1979. A symbol of frequency f in
 * a total of t costs log2(t / f) bits, whole ones or not. The range has 32 bits and is kept above
 * 24 by whole bytes; carries go back into bytes already written.
 *
 * <p>What was encoded is read by {@link RangeDecoder} with the same frequencies in the same order.
 */
public final class RangeEncoder {
    /** Totals go up to 2 to this power. */
    static final int MAX_TOTAL_BITS = 16;

    static final long WHOLE_RANGE = (1L << 32) - 1;

    /** A range below this takes in another byte. */
    static final long LEAST_RANGE = 1L << 24;

    private byte[] code = new byte[1 << 10];
    private int length;

    /** The lower end of what is left of the interval; its bit 32 is a carry not yet written. */
    private long low;

    private long range = WHOLE_RANGE;

    /**
     * Encodes a symbol that has the share from {@code cumulative} to {@code cumulative + frequency}
     * of 2 to the power of {@code totalBits}.
     *
     * @param totalBits 0 to 16
     * @throws IllegalArgumentException where the share is empty or beyond the total
     */
    public void encode(int cumulative, int frequency, int totalBits) {
        if (totalBits < 0 || totalBits > MAX_TOTAL_BITS) {
            throw new IllegalArgumentException("a total of " + totalBits + " bits");
        }
        requireShare(cumulative, frequency, 1 << totalBits);
        narrow(range >>> totalBits, cumulative, frequency);
    }

    /** As {@link #encode}, of a total from 1 to 65,536 that is no power of two. */
    void encodeShare(int cumulative, int frequency, int total) {
        requireShare(cumulative, frequency, total);
        narrow(range / total, cumulative, frequency);
    }

    /**
     * Encodes the lowest bits of a number, each value being as likely as any other.
     *
     * @param count 0 to 32
     */
    public void encodeBits(int value, int count) {
        int rest = count;
        if (count > MAX_TOTAL_BITS) {
            rest = MAX_TOTAL_BITS;
            encodeBits(value >>> rest, count - rest);
        }
        encode(value & (1 << rest) - 1, 1, rest);
    }

    /** Bytes written so far, which {@link #finish()} makes at most one more. */
    public int length() {
        return length;
    }

    /**
     * Ends the code. The encoder is then as new.
     *
     * @return a copy of the code, in as few bytes as tell it from others
     */
    public byte[] finish() {
        // Any number in the interval will do, and zeros are read after the last byte.
        low += LEAST_RANGE - 1;
        carry();
        if (low >= LEAST_RANGE) {
            append();
        }
        byte[] finished = Arrays.copyOf(code, length);
        length = 0;
        low = 0;
        range = WHOLE_RANGE;
        return finished;
    }

    private static void requireShare(int cumulative, int frequency, int total) {
        if (cumulative < 0 || frequency <= 0 || cumulative > total - frequency) {
            throw new IllegalArgumentException(
                    "the share from %d of length %d of a total of %d"
                            .formatted(cumulative, frequency, total));
        }
    }

    private void narrow(long unit, int cumulative, int frequency) {
        low += unit * cumulative;
        range = unit * frequency;
        while (range < LEAST_RANGE) {
            carry();
            append();
            range <<= 8;
        }
    }

    private void carry() {
        if (low > WHOLE_RANGE) {
            low &= WHOLE_RANGE;
            // It ends in some byte, as the whole interval is below one.
            int place = length - 1;
            while (++code[place] == 0) {
                place--;
            }
        }
    }

    private void append() {
        if (length == code.length) {
            code = Arrays.copyOf(code, Math.multiplyExact(2, length));
        }
        code[length++] = (byte) (low >>> 24);
        low = low << 8 & WHOLE_RANGE;
    }
}
