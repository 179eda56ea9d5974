package dev.hourglass.compression;

import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.compression.entropy.SymbolTable;
import dev.hourglass.network.CodeDistribution;
import dev.hourglass.network.layer.CodeNeighbours;
import dev.hourglass.network.layer.ScaleClass;
import java.util.Arrays;

/**
 * The entropy model of a network's rounded codes, as it was learnt and counted in training: a
 * number's magnitude has the table of its {@link ScaleClass}, which follows from its channel and
 * from the magnitudes of its {@link CodeNeighbours}; its sign is a bit. Numbers follow one another
 * by channel, and in a channel by position. Not for several threads at once.
 */
final class CodeTables {
    /** Magnitudes of numbers, and beyond it none. */
    static final int GREATEST = 1 << 24;

    /**
     * What each count of a row's code is weighed against: the share that a Laplace distribution
     * gives the magnitude.
     */
    private static final double PRIOR = 0.05;

    /** Parts of a step that scales are added up in: whole numbers, the same everywhere. */
    private static final double PARTS = 4096;

    /** Larger parts of a sum tell nothing more, and sums of them fit. */
    private static final long GREATEST_SUM = 1L << 40;

    private static final long[] LEAST_SUMS = leastSums();

    /** Quarters of an octave, as doubles have them in their upper bits, from 1 on. */
    private static final int QUARTER_SHIFT = 50;

    private static final long FIRST_QUARTER = Double.doubleToRawLongBits(1) >> QUARTER_SHIFT;

    /** By quarter: the class of the least sum in it. */
    private static final int[] CLASSES = classes();

    private final CodeNeighbours neighbours;
    private final double step;
    private final SymbolTable[] classes = new SymbolTable[ScaleClass.COUNT];

    /** By index: the scale of a number whose neighbours are 0, in parts. */
    private final long[] scales;

    /** By neighbour, in parts. */
    private final long[] weights;

    /** By channel, and in a channel by position. */
    private final int[] order;

    /** Of the code at work, by index: what its scale has come to so far, in parts. */
    private final long[] sums;

    /**
     * @param step the width of the quantiser's interval; 1 as in training
     */
    CodeTables(CodeDistribution distribution, double step) {
        this.neighbours = distribution.neighbours();
        this.step = step;
        this.sums = new long[neighbours.width()];
        int positions = neighbours.positions();
        this.order = new int[neighbours.width()];
        Arrays.setAll(order, i -> i % positions * neighbours.channels() + i / positions);
        // A neighbour's magnitude and the scale are both in steps.
        double[] byChannel = distribution.scales();
        this.scales = new long[neighbours.width()];
        Arrays.setAll(scales, i -> parts(byChannel[i % byChannel.length] / step));
        this.weights = Arrays.stream(distribution.weights()).mapToLong(CodeTables::parts).toArray();
        for (int i = 0; i < classes.length; i++) {
            classes[i] = table(i, distribution.counts());
        }
    }

    /** Numbers of a code. */
    int width() {
        return neighbours.width();
    }

    /** The indices of a code's numbers, in the order in which they are coded. */
    int[] order() {
        return order;
    }

    double step() {
        return step;
    }

    /** What the network decodes instead of a code, from position {@code from} on. */
    void dequantise(int[] code, float[] codes, int from) {
        for (int i = 0; i < code.length; i++) {
            codes[from + i] = (float) (code[i] * step);
        }
    }

    /** What a code costs, in bits. */
    double bits(int[] code) {
        begin();
        double bits = 0;
        for (int i : order) {
            bits += bits(i, Math.abs(code[i]));
            pass(i, Math.abs(code[i]));
        }
        return bits;
    }

    void encode(int[] code, RangeEncoder out) {
        begin();
        for (int i : order) {
            int magnitude = Math.abs(code[i]);
            classOf(i).encode(magnitude, out);
            if (magnitude > 0) {
                out.encodeBits(code[i] < 0 ? 1 : 0, 1);
                pass(i, magnitude);
            }
        }
    }

    void decode(RangeDecoder in, int[] code) throws MalformedCodeException {
        begin();
        for (int i : order) {
            int magnitude = classOf(i).decode(in);
            if (magnitude < 0 || magnitude > GREATEST) {
                throw new MalformedCodeException("A number of a code has no such magnitude");
            }
            code[i] = magnitude > 0 && in.bits(1) == 1 ? -magnitude : magnitude;
            pass(i, magnitude);
        }
    }

    /** Begins with a code's first number. */
    void begin() {
        System.arraycopy(scales, 0, sums, 0, sums.length);
    }

    /** What the number of an index would cost, in bits, after those before it were passed. */
    double bits(int index, int magnitude) {
        return classOf(index).bits(magnitude) + (magnitude > 0 ? 1 : 0);
    }

    /** Goes on to the next number. */
    void pass(int index, int magnitude) {
        if (magnitude > 0) {
            neighbours.forEach(
                    index,
                    (later, weight) ->
                            sums[later] =
                                    Math.min(
                                            GREATEST_SUM,
                                            sums[later] + weights[weight] * magnitude));
        }
    }

    private SymbolTable classOf(int index) {
        return classes[scaleClass(sums[index])];
    }

    /** Of the magnitudes of a class: what was counted, and a little of a Laplace distribution. */
    private static SymbolTable table(int scaleClass, float[] counts) {
        int shift = ScaleClass.shift(scaleClass);
        double scale = ScaleClass.middle(scaleClass);
        double[] probabilities = new double[ScaleClass.BINS];
        double above = 1;
        for (int bin = 0; bin < probabilities.length; bin++) {
            double edge = ((bin + 1L) << shift) - 0.5;
            double beyond = bin + 1 < probabilities.length ? StrictMath.exp(-edge / scale) : 0;
            double count = counts[scaleClass * ScaleClass.BINS + bin];
            probabilities[bin] = Math.max(0, count) + PRIOR * (above - beyond);
            above = beyond;
        }
        return SymbolTable.binned(0, shift, probabilities);
    }

    private static long parts(double value) {
        return (long) Math.max(0, Math.min(1 << 30, Math.rint(value * PARTS)));
    }

    private static long[] leastSums() {
        long[] sums = new long[ScaleClass.COUNT];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (long) Math.rint(ScaleClass.least(i) * PARTS);
        }
        return sums;
    }

    private static int[] classes() {
        int[] classes = new int[quarter(GREATEST_SUM) + 1];
        for (int quarter = 0; quarter < classes.length; quarter++) {
            double least = Double.longBitsToDouble(FIRST_QUARTER + quarter << QUARTER_SHIFT);
            int place = Arrays.binarySearch(LEAST_SUMS, (long) Math.ceil(least));
            classes[quarter] = place >= 0 ? place : Math.max(0, -place - 2);
        }
        return classes;
    }

    private static int quarter(long sum) {
        return (int) ((Double.doubleToRawLongBits(sum) >> QUARTER_SHIFT) - FIRST_QUARTER);
    }

    /** The class of a sum of parts, from 0 to {@link #GREATEST_SUM}. */
    static int scaleClass(long sum) {
        int scaleClass = CLASSES[quarter(Math.max(1, sum))];
        while (scaleClass + 1 < LEAST_SUMS.length && LEAST_SUMS[scaleClass + 1] <= sum) {
            scaleClass++;
        }
        return scaleClass;
    }
}
