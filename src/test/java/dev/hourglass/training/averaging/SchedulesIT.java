package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What settings beside the plain ones do to a training. */
@ExtendWith(SharedSpark.class)
class SchedulesIT {
    @TempDir private Path folder;
    private final RecordedTraining training = new RecordedTraining();
    private int stores;

    @Test
    void localStepsWarmUpAndGrow(SparkSession spark) {
        train(
                spark,
                Trainings.settings(
                        3, 2, 3, 0.01, "averaging.warm-up-rounds=2", "averaging.growth-epochs=1"),
                24);
        // 12 minibatches of 2 an epoch: 1, 1, 3, 3, 3 and the last; twice 6; 12.
        assertThat(training.rounds)
                .extracting(RoundMetrics::examples)
                .containsExactly(2L, 2L, 6L, 6L, 6L, 2L, 12L, 12L, 24L);
    }

    @Test
    void everyRoundEndsAtTheScheduledRate(SparkSession spark) {
        train(
                spark,
                Trainings.settings(
                        2,
                        4,
                        2,
                        0.1,
                        "schedule.shape=step",
                        "schedule.step-epochs=1",
                        "schedule.step-factor=0.5",
                        "schedule.warm-up-steps=4"),
                20,
                9);
        // Five steps an epoch, as the largest shard has: rounds end at steps 2, 4, 5, 7, 9, 10.
        assertThat(training.rounds)
                .extracting(RoundMetrics::learningRate)
                .containsExactly(0.05, 0.1, 0.1, 0.05, 0.05, 0.05);
    }

    @Test
    void aGradientIsNotLongerThanItsLimit(SparkSession spark) {
        float[] before = initial();
        float[] after =
                train(
                        spark,
                        Trainings.settings(1, 4, 1, 0.5, "optimizer=sgd", "clip-norm=0.001"),
                        4);
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            squares += Math.pow(after[i] - before[i], 2);
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.5 * 0.001, within(1e-6));
    }

    @Test
    void adamwDecaysWhatAdamDoesNot(SparkSession spark) {
        float[] initial = initial();
        float[] adam = train(spark, Trainings.settings(1, 4, 1, 0.1), 4);
        float[] adamw =
                train(
                        spark,
                        Trainings.settings(1, 4, 1, 0.1, "optimizer=adamw", "weight-decay=0.5"),
                        4);
        float[] expected = new float[adam.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = adam[i] - 0.1f * 0.5f * initial[i];
        }
        assertThat(adamw).containsExactly(expected, withPrecision(1e-6f));
    }

    @Test
    void anOuterStepOfHalfTheRateGoesHalfTheWay(SparkSession spark) {
        float[] initial = initial();
        float[] whole = train(spark, Trainings.settings(1, 4, 5, 0.1), 20, 15);
        float[] half =
                train(spark, Trainings.settings(1, 4, 5, 0.1, "averaging.outer-rate=0.5"), 20, 15);
        float[] expected = new float[whole.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (initial[i] + whole[i]) / 2;
        }
        assertThat(half).containsExactly(expected, withPrecision(1e-6f));
    }

    private float[] train(SparkSession spark, TrainingSettings settings, int... sizes) {
        return Averagings.train(
                        spark,
                        Averagings.dataset(folder.resolve("store-" + stores++), sizes),
                        settings,
                        training)
                .parameters();
    }

    private static float[] initial() {
        try (Autoencoder autoencoder = Autoencoder.initial(Averagings.SPEC, Averagings.SEED)) {
            return autoencoder.parameters();
        }
    }
}
