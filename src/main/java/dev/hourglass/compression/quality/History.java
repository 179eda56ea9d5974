package dev.hourglass.compression.quality;

import java.util.Arrays;

/** The last samples of a signal by their numbers. */
final class History {
    private final double[] values;
    private long next;

    /**
     * @param length how many samples are kept at least
     * @param before what samples before the first are taken to have been
     * @param first the number of the first sample, which may be negative
     */
    History(int length, double before, long first) {
        this.values = new double[Integer.highestOneBit(length) << 1];
        Arrays.fill(values, before);
        this.next = first;
    }

    void add(double value) {
        values[index(next)] = value;
        next++;
    }

    /** The number of the last sample. */
    long last() {
        return next - 1;
    }

    /** Sample {@code number}, one of those kept. */
    double at(long number) {
        return values[index(number)];
    }

    /** The number of the greatest absolute value in a stretch, its ends included. */
    long greatest(long from, long to) {
        long greatest = from;
        for (long i = from + 1; i <= to; i++) {
            if (Math.abs(at(i)) > Math.abs(at(greatest))) {
                greatest = i;
            }
        }
        return greatest;
    }

    private int index(long number) {
        return (int) number & values.length - 1;
    }
}
