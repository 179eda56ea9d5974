package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.training.TrainingSettings.Schedule;
import dev.hourglass.training.TrainingSettings.Schedule.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {
    private static final Offset<Double> EXACT = within(1e-15);

    @Test
    void aConstantRateIsTheSameAtTheFirstAndTheLastStep() {
        LearningRate rate = new LearningRate(0.1, schedule(Shape.CONSTANT, 0), 10, 100);
        assertThat(rate.at(1)).isEqualTo(0.1);
        assertThat(rate.at(100)).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "20, 0.1", "21, 0.05", "40, 0.05", "41, 0.025", "100, 0.00625"})
    void aSteppedRateGoesDownWithTheFirstStepOfAnEpoch(long step, double expected) {
        // Ten steps an epoch, down every two epochs.
        LearningRate rate = new LearningRate(0.1, schedule(Shape.STEP, 0), 10, 100);
        assertThat(rate.at(step)).isCloseTo(expected, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "26, 0.0868198", "51, 0.055", "76, 0.0231802", "101, 0.01"})
    void aCosineEndsAtItsShareOfTheRate(long step, double expected) {
        LearningRate rate = new LearningRate(0.1, schedule(Shape.COSINE, 0), 10, 101);
        assertThat(rate.at(step)).isCloseTo(expected, within(1e-7));
    }

    @Test
    void aCosineOfOneStepBeginsAtTheWholeRate() {
        assertThat(new LearningRate(0.1, schedule(Shape.COSINE, 0), 1, 1).at(1)).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 1, 0.025",
        "CONSTANT, 3, 0.075",
        "CONSTANT, 4, 0.1",
        "CONSTANT, 5, 0.1",
        "STEP, 3, 0.0375" // the third epoch's factor, three quarters warm
    })
    void aWarmUpRisesInAStraightLineUnderAnyShape(Shape shape, long step, double expected) {
        LearningRate rate = new LearningRate(0.1, schedule(shape, 4), 1, 100);
        assertThat(rate.at(step)).isCloseTo(expected, EXACT);
    }

    /** Down by half every two epochs, or to a tenth at the end. */
    private static Schedule schedule(Shape shape, int warmUpSteps) {
        return new Schedule(shape, warmUpSteps, 2, 0.5, 0.1);
    }
}
