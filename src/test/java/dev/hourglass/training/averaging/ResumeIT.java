package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.StopAt;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are stopped, and the same ones after that. */
@ExtendWith(SharedSpark.class)
class ResumeIT {
    private static final int ROUNDS_AN_EPOCH = 3;

    /** Early stopping waits from the second epoch on, and ends it after the fourth. */
    private static final TrainingSettings SETTINGS =
            Trainings.settings(
                    6,
                    4,
                    2,
                    0.01,
                    "optimizer=adamw",
                    "weight-decay=0.01",
                    "schedule.shape=cosine",
                    "averaging.outer-rate=0.7",
                    "averaging.outer-momentum=0.9",
                    "early-stopping.patience=3",
                    "early-stopping.minimum-gain=1");

    private static final int LAST_ROUND = 4 * ROUNDS_AN_EPOCH;

    @TempDir private Path folder;
    private final RecordedTraining recorded = new RecordedTraining();
    private TensorDataset dataset;

    @BeforeEach
    void storeADataset() {
        dataset = Averagings.datasetWithValidation(folder.resolve("data"), 20, 15, 0);
    }

    @Test
    void aTrainingStoppedAtAnyRoundEndsAsOneThatNeverWas(SparkSession spark) {
        RecordedTraining straight = new RecordedTraining();
        TrainingResult expected = Averagings.train(spark, dataset, SETTINGS, straight);
        assertThat(expected.epochs()).hasSize(4);
        assertThat(expected.epoch()).isEqualTo(1);
        for (int round = 2; round <= LAST_ROUND; round++) {
            RecordedTraining resumed = new RecordedTraining();
            stop(spark, "run-" + round, round);

            TrainingResult result = train(spark, "run-" + round, true, resumed);

            assertThat(result.parameters()).as("round " + round).isEqualTo(expected.parameters());
            assertThat(result.epoch()).isEqualTo(expected.epoch());
            assertThat(Averagings.withoutTimes(result.epochs()))
                    .isEqualTo(Averagings.withoutTimes(expected.epochs()));
            assertThat(resumed.notices).containsExactly("going on after round " + (round - 1));
            assertThat(losses(resumed)).isEqualTo(losses(straight).subList(round - 1, LAST_ROUND));
        }
    }

    @Test
    void aTrainingIsResumedAgainAndAgain(SparkSession spark) {
        float[] expected =
                Averagings.train(spark, dataset, SETTINGS, new RecordedTraining()).parameters();
        stop(spark, "run", 3);
        for (int round = 5; round <= LAST_ROUND; round += 3) {
            int next = round;
            assertThatThrownBy(() -> train(spark, "run", true, new StopAt(next, recorded)))
                    .hasMessageContaining("stopped");
        }
        assertThat(train(spark, "run", true, recorded).parameters()).isEqualTo(expected);
    }

    @Test
    void aTrainingThatHasEndedIsNotTrainedAgain(SparkSession spark) {
        TrainingResult ended = train(spark, "run", false, new RecordedTraining());
        TrainingResult result = train(spark, "run", true, recorded);
        assertThat(recorded.rounds).isEmpty();
        assertThat(result.parameters()).isEqualTo(ended.parameters());
        assertThat(result.epochs()).isEqualTo(ended.epochs());
    }

    @Test
    void withoutResumeOldCheckpointsAreDeleted(SparkSession spark) {
        stop(spark, "run", 5);
        assertThatThrownBy(() -> train(spark, "run", false, new StopAt(1, recorded)))
                .hasMessageContaining("stopped");
        assertThat(recorded.notices)
                .containsExactly(
                        "training starts anew; what a killed run left is deleted (--resume would go on from it)");
        assertThat(folder.resolve("store/runs/run/checkpoints")).doesNotExist();
    }

    @Test
    void whereNothingIsLeftTrainingStartsAnew(SparkSession spark) {
        train(spark, "run", true, recorded);
        assertThat(recorded.notices)
                .containsExactly("there is no checkpoint to go on from: training starts anew");
        assertThat(recorded.rounds).hasSize(LAST_ROUND);
        assertThat(folder.resolve("store/_staging")).isEmptyDirectory();
    }

    private void stop(SparkSession spark, String run, int round) {
        assertThatThrownBy(
                        () -> train(spark, run, false, new StopAt(round, new RecordedTraining())))
                .hasMessageContaining("stopped at round " + round);
    }

    private TrainingResult train(
            SparkSession spark, String run, boolean resume, TrainingListener listener) {
        Checkpoints checkpoints =
                new Checkpoints(
                        Datasets.store(folder.resolve("store")),
                        run,
                        "checkpoints",
                        new CheckpointSettings(1, null, 2),
                        "digest");
        return new AveragingTrainer(Averagings.LIMIT, checkpoints, resume)
                .train(spark, Averagings.plan(dataset, SETTINGS), listener);
    }

    private static List<Double> losses(RecordedTraining training) {
        return training.rounds.stream().map(RoundMetrics::loss).toList();
    }
}
