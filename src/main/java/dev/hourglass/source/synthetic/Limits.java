package dev.hourglass.source.synthetic;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/** Checks that settings lie in the range reference.conf documents. */
final class Limits {
    private Limits() {}

    /**
     * @param key the full configuration key, which the message names
     * @throws HourglassException with CONFIGURATION where {@code value} is not a number from {@code
     *     lowest} to {@code highest}
     */
    static void check(String key, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    key + " is " + plain(value),
                    key,
                    "give a number from " + plain(lowest) + " to " + plain(highest));
        }
    }

    /** Without the ".0" and the exponent that {@code Double.toString} gives whole numbers. */
    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
