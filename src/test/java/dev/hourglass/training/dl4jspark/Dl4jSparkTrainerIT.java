package dev.hourglass.training.dl4jspark;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainerContract;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Dl4jSparkTrainerIT extends TrainerContract {
    @Override
    protected Trainer trainer() {
        return new Dl4jSparkTrainer();
    }

    @Override
    protected boolean weighted() {
        return false;
    }

    @Override
    protected int combinations() {
        return 30;
    }

    @Test
    void noWeightsButThoseOfTheLatestRoundAreKeptInSpark(SparkSession spark) {
        training.countWeights = BroadcastWeights::count;
        train(spark, dataset(20, 15), Trainings.settings(3, 2, 1, 0.01));
        assertThat(training.weightsInSpark).hasSize(30).containsOnly(1L);
        assertThat(BroadcastWeights.count(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimizer=adamw",
                "clip-norm=1",
                "schedule.shape=cosine",
                "schedule.warm-up-steps=1",
                "averaging.warm-up-rounds=1",
                "averaging.growth-epochs=1",
                "averaging.outer-rate=0.7",
                "early-stopping.patience=1"
            })
    void whatDl4jCannotDoIsRefused(String setting, SparkSession spark) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        train(
                                                spark,
                                                dataset(4),
                                                Trainings.settings(1, 4, 1, 0.1, setting))))
                .hasMessageContaining("training.master");
    }
}
