package dev.hourglass.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a reader wants them, the same in every locale, never broken from their unit. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(4);

    private Numbers() {}

    /** A count with thousands separators: {@code 60,000}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * A measured value to four significant digits: {@code 0.01235}, {@code 12,350}; in scientific
     * notation below 0.0001 and from 10 million on: {@code 1.235e-7}.
     */
    static String measure(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : (value > 0 ? "∞" : "−∞");
        }
        return exact(new BigDecimal(value).round(DIGITS));
    }

    /** As {@link #measure}, with every digit of the value. */
    static String exact(BigDecimal value) {
        BigDecimal digits = value.stripTrailingZeros();
        double magnitude = digits.abs().doubleValue();
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
            return scientific(digits);
        }
        return String.format(Locale.ROOT, "%,." + Math.max(0, digits.scale()) + "f", digits);
    }

    /** A share of 1 as a percentage: {@code 97.3 %}. */
    static String percent(double share) {
        return Double.isFinite(share)
                ? String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share)
                : measure(share);
    }

    /** A time span: {@code 3.2 s}, {@code 4 min 5 s}, {@code 2 h 7 min}. */
    static String duration(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f\u00a0s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%d\u00a0min %d\u00a0s".formatted(whole / 60, whole % 60)
                : "%s\u00a0h %d\u00a0min".formatted(count(whole / 3600), whole % 3600 / 60);
    }

    private static String scientific(BigDecimal digits) {
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
