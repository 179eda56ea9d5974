package dev.hourglass.compression.entropy;

import java.util.Arrays;

/**
 * How often each integer is to be expected: frequencies of a stretch of symbols in a total of
 * 65,536, each at least 1, and of an escape, after which a symbol outside the stretch follows in
 * Exp-Golomb code. So every int can be coded, and those of the stretch cheaply. Where the stretch
 * is wide, its symbols share frequencies in bins of equal power-of-two width, and the place in the
 * bin follows as plain bits.
 *
 * <p>A table is immutable, and may be shared by threads.
 */
public final class SymbolTable {
    /** Counted symbols, or bins, that a table has at most. */
    public static final int MAX_SIZE = 4096;

    /** Means, scales and first symbols lie within this, so that distances between ints fit. */
    private static final int MAX_MAGNITUDE = 1 << 24;

    private static final int TOTAL_BITS = RangeEncoder.MAX_TOTAL_BITS;
    private static final int TOTAL = 1 << TOTAL_BITS;

    /** Half the stretch of a logistic distribution, in scales: one symbol in 11,000 escapes. */
    private static final double REACH = 10;

    /** Bins narrower than an eighth of the scale would tell nothing: they cost 0.0003 bits. */
    private static final double MAX_SCALE_IN_BINS = 16;

    private static final int LOOKUP_BITS = 10;
    private static final int LOOKUP_SHIFT = TOTAL_BITS - LOOKUP_BITS;

    private final int first;
    private final int size;
    private final int shift;

    /** The order of the Exp-Golomb code. */
    private final int escapeOrder;

    /** Of every bin, of the escape at {@link #size}, and the total after it. */
    private final int[] cumulative;

    /** Of every bin, with the bits within it, and of the escape, without what follows it. */
    private final float[] bits;

    /** By the target's upper bits: the first bin that may hold it. */
    private final short[] lookup = new short[1 << LOOKUP_BITS];

    private SymbolTable(int first, int shift, int[] cumulative) {
        this.first = first;
        this.size = cumulative.length - 2;
        this.shift = shift;
        this.cumulative = cumulative;
        // A sixteenth of the stretch is about the scale, by which the tails fall off.
        this.escapeOrder = shift + Math.max(0, 31 - Integer.numberOfLeadingZeros(size) - 4);
        this.bits = new float[size + 1];
        for (int bin = 0; bin <= size; bin++) {
            double share = (double) (cumulative[bin + 1] - cumulative[bin]) / TOTAL;
            int within = bin == size ? 0 : shift;
            bits[bin] = (float) (within - StrictMath.log(share) / StrictMath.log(2));
        }
        int bin = 0;
        for (int i = 0; i < lookup.length; i++) {
            while (cumulative[bin + 1] <= i << LOOKUP_SHIFT) {
                bin++;
            }
            lookup[i] = (short) bin;
        }
    }

    /**
     * The logistic distribution over the integers: the probability of n is F((n + 0.5 - mean) /
     * scale) - F((n - 0.5 - mean) / scale), where F(x) = 1 / (1 + exp(-x)). The same arguments give
     * the same integers on every machine.
     *
     * @param mean from -2^24 to 2^24
     * @param scale above 0, up to 2^24; the standard deviation is 1.81 times as much
     * @throws IllegalArgumentException where they are outside
     */
    public static SymbolTable logistic(double mean, double scale) {
        if (!(Math.abs(mean) <= MAX_MAGNITUDE && scale > 0 && scale <= MAX_MAGNITUDE)) {
            throw new IllegalArgumentException("mean " + mean + ", scale " + scale);
        }
        int shift = 0;
        while (Math.scalb(scale, -shift) >= MAX_SCALE_IN_BINS) {
            shift++;
        }
        int first = (int) Math.floor(mean - REACH * scale);
        int last = (int) Math.ceil(mean + REACH * scale);
        double[] below = new double[(last - first >> shift) + 2];
        for (int bin = 0; bin < below.length; bin++) {
            double edge = first + ((long) bin << shift) - 0.5;
            below[bin] = 1 / (1 + StrictMath.exp((mean - edge) / scale));
        }
        return new SymbolTable(first, shift, cumulative(below));
    }

    /**
     * The distribution of symbols that were counted. Who decodes needs the same counts.
     *
     * @param first the symbol of the first count; from -2^24 to 2^24
     * @param counts of {@code first} and those that follow, none below 0; 1 to {@link #MAX_SIZE}
     * @throws IllegalArgumentException where they are outside
     */
    public static SymbolTable of(int first, long[] counts) {
        if (Math.abs((long) first) > MAX_MAGNITUDE
                || counts.length < 1
                || counts.length > MAX_SIZE
                || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "%d counts from symbol %d on, or one below 0".formatted(counts.length, first));
        }
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        double[] below = new double[counts.length + 1];
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            below[i + 1] = total == 0 ? 0 : sum / total;
        }
        return new SymbolTable(first, 0, cumulative(below));
    }

    /**
     * The distribution of bins of symbols. Who decodes needs the same probabilities.
     *
     * @param first the symbol that begins the first bin; from -2^24 to 2^24
     * @param shift a bin holds 2 to the power of it symbols; 0 to 16
     * @param probabilities of the bins and, last, of all symbols outside them; at least 0, one
     *     above; 2 to {@link #MAX_SIZE} + 1 of them
     * @throws IllegalArgumentException where they are outside
     */
    public static SymbolTable binned(int first, int shift, double[] probabilities) {
        double total = 0;
        for (double probability : probabilities) {
            total += probability >= 0 ? probability : Double.NaN;
        }
        if (Math.abs((long) first) > MAX_MAGNITUDE
                || shift < 0
                || shift > RangeEncoder.MAX_TOTAL_BITS
                || probabilities.length < 2
                || probabilities.length > MAX_SIZE + 1
                || !(total > 0 && total < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "%d probabilities that sum to %s, of bins of 2^%d symbols from %d on"
                            .formatted(probabilities.length, total, shift, first));
        }
        double[] below = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < below.length - 1; i++) {
            sum += probabilities[i];
            below[i + 1] = sum / total;
        }
        return new SymbolTable(first, shift, cumulative(below));
    }

    /** Encodes any int. */
    public void encode(int symbol, RangeEncoder out) {
        long bin = (long) symbol - first >> shift;
        if (bin < 0 || bin >= size) {
            encodeEscape(symbol, out);
            return;
        }
        int from = cumulative[(int) bin];
        out.encode(from, cumulative[(int) bin + 1] - from, TOTAL_BITS);
        if (shift > 0) {
            out.encodeBits(symbol - first, shift);
        }
    }

    /** Decodes what {@link #encode} encoded with an equal table. */
    public int decode(RangeDecoder in) throws MalformedCodeException {
        int target = in.target(TOTAL_BITS);
        int bin = lookup[target >> LOOKUP_SHIFT];
        while (cumulative[bin + 1] <= target) {
            bin++;
        }
        int from = cumulative[bin];
        in.take(from, cumulative[bin + 1] - from);
        if (bin == size) {
            return decodeEscape(in);
        }
        return shift == 0 ? first + bin : first + (bin << shift) + in.bits(shift);
    }

    /** What {@link #encode} takes for a symbol, in bits and parts of bits. */
    public double bits(int symbol) {
        long bin = (long) symbol - first >> shift;
        if (bin >= 0 && bin < size) {
            return bits[(int) bin];
        }
        int prefix = bitLength(beyond(symbol) + (1L << escapeOrder)) - 1 - escapeOrder;
        return bits[size] + 1 + 2 * prefix + 1 + escapeOrder;
    }

    /**
     * Integers from probabilities. Adding one for each bin keeps every frequency above zero, and
     * the sums exact.
     *
     * @param below the probability of all that is before each bin, and before what follows the last
     */
    private static int[] cumulative(double[] below) {
        int size = below.length - 1;
        int[] cumulative = new int[size + 2];
        int spread = TOTAL - size - 1;
        for (int bin = 0; bin <= size; bin++) {
            cumulative[bin] = bin + (int) Math.rint((below[bin] - below[0]) * spread);
        }
        cumulative[size + 1] = TOTAL;
        return cumulative;
    }

    /** Exp-Golomb code: as many zeros as the number has bits above the order, then the number. */
    private void encodeEscape(int symbol, RangeEncoder out) {
        out.encode(cumulative[size], TOTAL - cumulative[size], TOTAL_BITS);
        out.encodeBits(symbol < first ? 1 : 0, 1);
        long number = beyond(symbol) + (1L << escapeOrder);
        int length = bitLength(number);
        for (int i = escapeOrder + 1; i < length; i++) {
            out.encodeBits(0, 1);
        }
        out.encodeBits(1, 1);
        out.encodeBits((int) number, length - 1);
    }

    private int decodeEscape(RangeDecoder in) throws MalformedCodeException {
        boolean before = in.bits(1) == 1;
        int length = escapeOrder + 1;
        while (in.bits(1) == 0) {
            length++;
            if (length > Integer.SIZE) {
                throw new MalformedCodeException("An escaped symbol has more than 32 bits");
            }
        }
        long number = 1L << length - 1 | Integer.toUnsignedLong(in.bits(length - 1));
        long distance = number - (1L << escapeOrder);
        long symbol = before ? first - 1L - distance : first + ((long) size << shift) + distance;
        if (symbol != (int) symbol) {
            throw new MalformedCodeException("An escaped symbol is beyond 32 bits");
        }
        return (int) symbol;
    }

    /** How far outside the stretch a symbol is: 0 for its neighbours. */
    private long beyond(int symbol) {
        return symbol < first ? first - 1L - symbol : symbol - (first + ((long) size << shift));
    }

    private static int bitLength(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
