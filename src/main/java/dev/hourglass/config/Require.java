package dev.hourglass.config;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/** Checks that the values of configuration keys lie in the ranges reference.conf documents. */
public final class Require {
    private Require() {}

    /**
     * Requires a number from {@code least} to {@code most}, both included.
     *
     * @param key the full key, which the message names: {@code training.epochs}
     * @throws HourglassException with CONFIGURATION where the value lies outside, or is NaN
     */
    public static void range(String key, double value, double least, double most) {
        range(
                value >= least && value <= most,
                key,
                value,
                "a number from " + plain(least) + " to " + plain(most));
    }

    /**
     * Requires what {@link #range(String, double, double, double)} cannot say: open ends, sums.
     *
     * @param holds whether the value is in range
     * @param key the full key
     * @param wanted the range in words, as it follows "give"
     * @throws HourglassException with CONFIGURATION where it is not
     */
    public static void range(boolean holds, String key, double value, String wanted) {
        if (!holds) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    plain(value) + " is out of range",
                    key,
                    "give " + wanted);
        }
    }

    /** Without the ".0" and the exponent that {@code Double.toString} gives whole numbers. */
    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
