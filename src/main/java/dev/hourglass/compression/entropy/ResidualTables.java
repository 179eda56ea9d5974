package dev.hourglass.compression.entropy;

import java.util.Arrays;

/**
 * Logistic tables of mean 0 whose scales are half an octave apart, from 1/16 on, where all but one
 * residual in 3,000 is 0.
 */
final class ResidualTables {
    /** The last scale is 2^23: beyond it are only residuals of what is no signal. */
    static final int COUNT = 55;

    private static final int INDEX_OF_ONE = 8;

    /** Means of absolute residuals above which a table is better than the one before. */
    private static final double[] THRESHOLDS = new double[COUNT - 1];

    private static final SymbolTable[] TABLES = new SymbolTable[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            TABLES[i] = SymbolTable.logistic(0, scale(i));
            if (i > 0) {
                THRESHOLDS[i - 1] =
                        Math.sqrt(meanMagnitude(scale(i - 1)) * meanMagnitude(scale(i)));
            }
        }
    }

    private ResidualTables() {}

    static SymbolTable get(int index) {
        return TABLES[index];
    }

    /** The table for residuals whose absolute values have this mean. */
    static int index(double mean) {
        int found = Arrays.binarySearch(THRESHOLDS, mean);
        return found < 0 ? -1 - found : found;
    }

    private static double scale(int index) {
        int halves = index - INDEX_OF_ONE;
        return Math.scalb((halves & 1) == 0 ? 1 : Math.sqrt(2), halves >> 1);
    }

    /** The expectation of |n|: the sum of the probabilities of |n| being above 0, above 1, … */
    private static double meanMagnitude(double scale) {
        if (scale > 8) {
            return 2 * scale * StrictMath.log(2);
        }
        double sum = 0;
        for (int n = 0; n < 40 * scale + 1; n++) {
            sum += 2 / (1 + StrictMath.exp((n + 0.5) / scale));
        }
        return sum;
    }
}
