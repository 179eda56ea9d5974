package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.transform.StepTrial;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private static final int SAMPLES = 1000;

    @Test
    void theStepIsSoughtAtWhichAWindowTakesTheBitsOfItsRate() {
        List<RatePoint> points = points(step -> 200 / step, 20);

        assertThat(points).extracting(RatePoint::ratio).containsExactly(64, 48, 32, 24, 16);
        for (RatePoint point : points) {
            double bits = 11_000.0 / point.ratio();
            assertThat(point.coder()).isEqualTo("made up");
            assertThat(point.bitsPerSample())
                    .isCloseTo(bits / SAMPLES, within(1.1e-3 * bits / SAMPLES));
            // The trial's mean is the step, and its maximum three times that.
            double step = 200 / (bits - 20);
            assertThat(point.prdn()).isCloseTo(step, within(step * 2e-3));
            assertThat(point.worstPrdn()).isCloseTo(3 * step, within(step * 6e-3));
        }
    }

    @Test
    void ratesThatNoStepLeadsToAreLeftOut() {
        // Zeros take 230 bits, and the finest step no more than 500.
        assertThat(points(step -> 230 + 270 / (1 + step), 0))
                .extracting(RatePoint::ratio)
                .containsExactly(32, 24);
        // What is beside the code takes more than the two lowest.
        assertThat(points(step -> 1 / step, 230))
                .extracting(RatePoint::ratio)
                .containsExactly(32, 24, 16);
        // From 180 to 400 bits at once.
        assertThat(points(step -> step > 1 ? 180 / step : 400 / step, 0))
                .extracting(RatePoint::ratio)
                .containsExactly(64, 24, 16);
    }

    private static List<RatePoint> points(DoubleUnaryOperator bits, double sideInformation) {
        return new RateSearch(SAMPLES, sideInformation, () -> {})
                .points("made up", new MadeUp(bits));
    }

    /** Bits that follow from the step by a formula. */
    private record MadeUp(DoubleUnaryOperator formula) implements StepTrial {
        @Override
        public double bits(double step) {
            return formula.applyAsDouble(step);
        }

        @Override
        public SummaryStatistics prdn(double step) {
            SummaryStatistics prdn = new SummaryStatistics();
            prdn.addValue(3 * step);
            prdn.addValue(0);
            prdn.addValue(0);
            return prdn;
        }
    }
}
