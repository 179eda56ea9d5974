package dev.hourglass.network.layer;

import java.util.stream.IntStream;

/**
 * Numbers of a code whose distributions have about the same scale share one table of how often
 * magnitudes come. There are four such classes an octave, from a scale of 1/32 on, and what is
 * smaller or larger belongs to the first or the last. A table counts magnitudes in bins of a power
 * of two, and what is larger in the last one.
 */
public final class ScaleClass {
    /** How many classes there are: the last one's scales begin at 107. */
    public static final int COUNT = 48;

    /** Bins of a class; the last one holds all magnitudes beyond the others. */
    public static final int BINS = 25;

    private static final int AN_OCTAVE = 4;
    private static final int BELOW_ONE = 5 * AN_OCTAVE;

    /** The last bin begins at 8 scales or more. */
    private static final double GREATEST_SCALE_IN_BINS = 3;

    private static final int[] SHIFTS =
            IntStream.range(0, COUNT).map(ScaleClass::shiftOf).toArray();

    private ScaleClass() {}

    /** Where the scales of a class begin. */
    public static double least(int scaleClass) {
        return StrictMath.pow(2, (double) (scaleClass - BELOW_ONE) / AN_OCTAVE);
    }

    /** The scale in the middle of a class. */
    public static double middle(int scaleClass) {
        return StrictMath.pow(2, (scaleClass - BELOW_ONE + 0.5) / AN_OCTAVE);
    }

    /** A bin of the class holds 2 to the power of this many magnitudes. */
    public static int shift(int scaleClass) {
        return SHIFTS[scaleClass];
    }

    /** The place of a magnitude in the tables of all classes, [class, bin]. */
    static int cell(double scale, double magnitude) {
        double octaves = Math.log(scale) / Math.log(2);
        double place = Math.floor(AN_OCTAVE * octaves) + BELOW_ONE;
        int scaleClass = (int) Math.max(0, Math.min(COUNT - 1, place));
        double bin = Math.min(BINS - 1, magnitude / (1 << shift(scaleClass)));
        return scaleClass * BINS + (int) bin;
    }

    private static int shiftOf(int scaleClass) {
        int shift = 0;
        while (Math.scalb(middle(scaleClass), -shift) > GREATEST_SCALE_IN_BINS) {
            shift++;
        }
        return shift;
    }
}
