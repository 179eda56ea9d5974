package dev.hourglass.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One axis of a plot.
 *
 * @param title what it measures, with its unit
 * @param low the value at its start
 * @param high the value at its end
 * @param scale how values lie on it
 */
record Axis(String title, double low, double high, Scale scale) {
    private static final List<Integer> MULTIPLES = List.of(1, 2, 5, 10, 20, 50, 100);

    enum Scale {
        LINEAR,
        /** As linear, but labelled at whole numbers only: for what is counted. */
        WHOLE,
        LOGARITHMIC,
        /** As linear, but not labelled. */
        BARE
    }

    /** A linear axis that spans the values that are finite. */
    static Axis linear(String title, DoubleStream values) {
        double[] finite = values.filter(Double::isFinite).toArray();
        double low = DoubleStream.of(finite).min().orElse(0);
        double high = DoubleStream.of(finite).max().orElse(1);
        if (low == high) {
            double room = low == 0 ? 1 : Math.abs(low) / 2;
            low -= room;
            high += room;
        }
        return new Axis(title, low, high, Scale.LINEAR);
    }

    /** An axis without title and labels, for what is named inside the plot. */
    static Axis bare(double low, double high) {
        return new Axis("", low, high, Scale.BARE);
    }

    /** The same axis, logarithmic if it is positive and spans a factor of ten. */
    Axis logarithmicIfWide() {
        return low > 0 && high >= 10 * low
                ? new Axis(title + " (logarithmic)", low, high, Scale.LOGARITHMIC)
                : this;
    }

    /** The same axis, labelled at whole numbers only. */
    Axis whole() {
        return new Axis(title, low, high, Scale.WHOLE);
    }

    /** The same axis with some room at both ends, for marks that are wider than a point. */
    Axis padded() {
        double room = (high - low) / 30;
        return new Axis(title, low - room, high + room, scale);
    }

    /** Where a value lies between the axis's start, 0, and its end, 1. */
    double position(double value) {
        return scale == Scale.LOGARITHMIC
                ? Math.log(value / low) / Math.log(high / low)
                : (value - low) / (high - low);
    }

    /** The values to label, up to about as many as given, which is at least 4. */
    List<BigDecimal> ticks(int many) {
        return switch (scale) {
            case LINEAR -> steps(many);
            case WHOLE ->
                    steps(many).stream()
                            .filter(tick -> tick.stripTrailingZeros().scale() <= 0)
                            .toList();
            case LOGARITHMIC -> decades(many);
            case BARE -> List.of();
        };
    }

    /** The multiples of a round step: 1, 2 or 5 times a power of ten. */
    private List<BigDecimal> steps(int many) {
        BigDecimal first = BigDecimal.valueOf(low);
        BigDecimal last = BigDecimal.valueOf(high);
        BigDecimal span = last.subtract(first);
        BigDecimal least = BigDecimal.ONE.scaleByPowerOfTen(span.precision() - span.scale() - 2);
        BigDecimal step =
                MULTIPLES.stream()
                        .map(multiple -> least.multiply(BigDecimal.valueOf(multiple)))
                        .filter(
                                size ->
                                        size.multiply(BigDecimal.valueOf(many)).compareTo(span)
                                                >= 0)
                        .findFirst()
                        .orElseThrow();
        BigDecimal below = first.subtract(first.remainder(step)).subtract(step);
        return Stream.iterate(below, tick -> tick.compareTo(last) <= 0, tick -> tick.add(step))
                .filter(tick -> tick.compareTo(first) >= 0)
                .toList();
    }

    /** The powers of ten, with their doubles and fivefolds where there is room for them. */
    private List<BigDecimal> decades(int many) {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.floor(Math.log10(high));
        List<Integer> multiples = 3 * (last - first) > many ? List.of(1) : List.of(1, 2, 5);
        return IntStream.rangeClosed(first, last)
                .boxed()
                .flatMap(
                        exponent ->
                                multiples.stream()
                                        .map(BigDecimal::valueOf)
                                        .map(tick -> tick.scaleByPowerOfTen(exponent)))
                .filter(tick -> tick.doubleValue() >= low && tick.doubleValue() <= high)
                .toList();
    }
}
