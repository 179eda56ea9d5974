package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcgModelTest {
    private static final List<Wave> NO_WAVES =
            Collections.nCopies(Wave.COUNT, new Wave(0, 0, 1, 0));

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 3})
    void thePointIsDrawnToTheUnitCircleFromInsideAndOutside(double start) {
        EcgModel model = new EcgModel(0, 0, start, 0);
        model.startInterval(1, Wave.SINUS_BEAT, Wave.SINUS_BEAT);

        model.advance(15);

        assertThat(model.radius()).isCloseTo(1, within(1e-4));
    }

    @Test
    void thePointGoesRoundOnceAnInterval() {
        EcgModel model = new EcgModel(0, 0, 1, 0);
        model.startInterval(0.8, Wave.SINUS_BEAT, Wave.SINUS_BEAT);

        model.advance(0.2);
        assertThat(model.phase()).isCloseTo(Math.PI / 2, within(1e-6));
        model.advance(0.4);
        assertThat(model.phase()).isCloseTo(3 * Math.PI / 2, within(1e-6));
        model.advance(0.2);
        assertThat(Math.sin(model.phase())).isCloseTo(0, within(1e-6));
    }

    @Test
    void aStepOfAFullLengthIsAsGoodAsManySmallOnes() {
        EcgModel coarse = new EcgModel(0.01, 0, 1, 0);
        EcgModel fine = new EcgModel(0.01, 0, 1, 0);
        coarse.startInterval(0.9, Wave.SINUS_BEAT, Wave.SINUS_BEAT);
        fine.startInterval(0.9, Wave.SINUS_BEAT, Wave.SINUS_BEAT);

        coarse.advance(0.9);
        for (int i = 0; i < 3600; i++) {
            fine.advance(0.9 / 3600);
        }

        assertThat(fine.z()).isGreaterThan(0.02);
        assertThat(coarse.z()).isCloseTo(fine.z(), within(1e-6));
    }

    @Test
    void withoutWavesTheSignalFollowsTheBreathDelayedAndDamped() {
        EcgModel model = new EcgModel(1, 0, 1, 0);
        model.startInterval(1, NO_WAVES, NO_WAVES);
        double omega = 2 * Math.PI * EcgModel.BREATHING;

        model.advance(21);

        double expected = Math.sin(omega * 21 - Math.atan(omega)) / Math.hypot(1, omega);
        assertThat(model.z()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void theWavesComeInTheirOrder() {
        double[] beat = beat(1);

        assertThat(beat[angle(-Math.PI / 3)]).as("P").isGreaterThan(0.004);
        assertThat(beat[angle(-Math.PI / 12)]).as("Q").isLessThan(beat[angle(-Math.PI / 6)]);
        assertThat(beat[0]).as("R").isGreaterThan(0.03);
        assertThat(beat[angle(Math.PI / 10)]).as("S").isLessThan(-0.005);
        assertThat(beat[angle(Math.PI / 2)]).as("T").isGreaterThan(0.008);
        assertThat(beat[angle(Math.PI)]).as("baseline").isBetween(-0.006, 0.002);
    }

    @Test
    void aFasterBeatIsAsHighAndItsWavesTakeMoreOfTheTurn() {
        assertThat(beat(0.5)[0]).isCloseTo(beat(1)[0], within(0.004));
        assertThat(new Wave(Math.PI / 2, 1, 0.4, 0.25).angleAt(0.25))
                .isCloseTo(Math.PI / 2 * Math.sqrt(2), within(1e-12));
        assertThat(new Wave(0, 1, 0.4, 0).widthAt(0.25)).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void aChangeOfTheIntervalLeavesNoStepInTheBaseline() {
        EcgModel model = settled(1);
        double before = model.z();
        model.startInterval(0.4, Wave.SINUS_BEAT, Wave.SINUS_BEAT);
        model.advance(0.4);
        assertThat(model.z()).as("next R peak").isCloseTo(before, within(0.005));
    }

    private static int angle(double radians) {
        return (int) Math.round((radians + 2 * Math.PI) / (2 * Math.PI) * 360) % 360;
    }

    /** One settled beat, z by degrees from the R peak. */
    private static double[] beat(double interval) {
        EcgModel model = settled(interval);
        model.startInterval(interval, Wave.SINUS_BEAT, Wave.SINUS_BEAT);
        double[] beat = new double[360];
        for (int degree = 0; degree < 360; degree++) {
            beat[degree] = model.z();
            model.advance(interval / 360);
        }
        return beat;
    }

    private static EcgModel settled(double interval) {
        EcgModel model = new EcgModel(0, 0, 1, 0);
        for (int i = 0; i < 10 / interval; i++) {
            model.startInterval(interval, Wave.SINUS_BEAT, Wave.SINUS_BEAT);
            model.advance(interval);
        }
        return model;
    }
}
