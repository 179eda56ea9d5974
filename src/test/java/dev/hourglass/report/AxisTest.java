package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        assertThat(labels(axis(-0.26, 1.1), 4)).containsExactly("0", "0.5", "1");
        assertThat(labels(axis(0, 1121), 8))
                .containsExactly("0", "200", "400", "600", "800", "1,000");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1e-12",
        "0, 1",
        "-3, 900",
        "1e9, 1.000001e9",
        "0.1, 0.7",
        "0, 8",
        "-5e-300, 5e-300"
    })
    void everyRangeHasAFewTicks(double low, double high) {
        assertThat(axis(low, high).ticks(7)).hasSizeBetween(2, 8);
    }

    @Test
    void aSingleValueLiesInTheMiddle() {
        assertThat(axis(5, 5).position(5)).isEqualTo(0.5);
        assertThat(axis(0, 0).position(0)).isEqualTo(0.5);
    }

    @Test
    void valuesThatAreNotFiniteDoNotStretchTheAxis() {
        Axis axis = Axis.linear("x", DoubleStream.of(1, Double.NaN, 2, Double.POSITIVE_INFINITY));
        assertThat(axis.low()).isEqualTo(1);
        assertThat(axis.high()).isEqualTo(2);
    }

    @Test
    void lossesThatSpanATenfoldAreDrawnByTheirLogarithm() {
        Axis axis = axis(0.004, 0.4).logarithmicIfWide();
        assertThat(axis.position(0.04)).isCloseTo(0.5, within(1e-9));
        assertThat(labels(axis, 8)).containsExactly("0.005", "0.01", "0.02", "0.05", "0.1", "0.2");
    }

    @Test
    void lossesThatReachZeroAreNotDrawnByTheirLogarithm() {
        assertThat(axis(0, 0.4).logarithmicIfWide().position(0.1)).isEqualTo(0.25);
    }

    @Test
    void countsHaveNoFractions() {
        assertThat(labels(axis(1, 3).whole(), 7)).containsExactly("1", "2", "3");
    }

    private static Axis axis(double low, double high) {
        return Axis.linear("x", DoubleStream.of(low, high));
    }

    private static List<String> labels(Axis axis, int many) {
        List<BigDecimal> ticks = axis.ticks(many);
        return ticks.stream().map(Numbers::exact).toList();
    }
}
