package dev.hourglass.compression.batch;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.error.ErrorCode;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class RateChoiceTest {
    /** A bit less, and a percent more of PRDN, for every step that is twice as coarse. */
    private static final DoubleFunction<RateFigures> CURVE =
            step -> {
                double octave = Math.log(step) / Math.log(2);
                double bits = 11 - octave;
                return new RateFigures(bits, 11 / bits, 10 + octave);
            };

    @Test
    void aRateIsKeptByTheFinestStepThatKeepsIt() {
        RateChoice bits = RateChoice.of(new RateTarget(RateTarget.Kind.BITS, 8.3), CURVE);
        assertThat(bits.figures().bits()).isLessThanOrEqualTo(8.3).isCloseTo(8.3, within(0.004));
        assertThat(bits.step()).isCloseTo(Math.pow(2, 2.7), within(0.03));
        RateChoice ratio = RateChoice.of(new RateTarget(RateTarget.Kind.RATIO, 0.9), CURVE);
        assertThat(ratio.figures().ratio()).isBetween(0.9, 0.901);
        assertThat(ratio.step()).isLessThan(1);
    }

    @Test
    void aDistortionIsKeptByTheCoarsestStepThatKeepsIt() {
        RateChoice choice = RateChoice.of(new RateTarget(RateTarget.Kind.PRDN, 12.5), CURVE);
        assertThat(choice.figures().prdn()).isBetween(12.49, 12.5);
    }

    @Test
    void whatEveryStepKeepsIsKeptByTheOneThatLosesLeast() {
        DoubleFunction<RateFigures> small = step -> new RateFigures(0.1, 110, 3);
        assertThat(RateChoice.of(new RateTarget(RateTarget.Kind.BITS, 1), small).step())
                .isEqualTo(1.0 / 64);
        assertThat(RateChoice.of(new RateTarget(RateTarget.Kind.PRDN, 5), small).step())
                .isEqualTo(1024);
    }

    @Test
    void whatNoStepKeepsIsAnErrorThatTellsHowNearOneComes() {
        RateTarget target = new RateTarget(RateTarget.Kind.RATIO, 1000);
        assertThat(failure(ErrorCode.CONFIGURATION, () -> RateChoice.of(target, CURVE)).where())
                .contains("compression.target-ratio 1000.0; with the step 1024.0");
    }
}
