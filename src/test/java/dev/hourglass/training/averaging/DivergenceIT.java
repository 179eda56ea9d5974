package dev.hourglass.training.averaging;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.TrainingPlan;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Learning rates with which a linear network's weights grow without bound. */
@ExtendWith(SharedSpark.class)
class DivergenceIT {
    private static final NetworkSpec LINEAR =
            Specs.dense(
                    Averagings.TENSOR.shape(),
                    List.of(),
                    false,
                    2,
                    HiddenActivation.TANH,
                    new Normalisation(0.5, 0.25));

    @TempDir private Path folder;
    private final RecordedTraining training = new RecordedTraining();
    private Checkpoints checkpoints;
    private TensorDataset dataset;

    @BeforeEach
    void storeADataset() {
        checkpoints =
                new Checkpoints(
                        Datasets.store(folder.resolve("store")),
                        "run",
                        "checkpoints",
                        new CheckpointSettings(null, null, 2),
                        "digest");
        dataset = Averagings.dataset(folder.resolve("data"), 40, 35);
    }

    @Test
    void aLossThatExplodesEndsTheTraining(SparkSession spark) {
        HourglassException failure = diverge(spark, 1, "schedule.warm-up-steps=0");
        assertThat(failure).hasMessageContaining("The loss has exploded");
        assertStateBeforeIsKept(failure);
    }

    @Test
    void aLossThatIsNoNumberInALaterRoundEndsTheTraining(SparkSession spark) {
        HourglassException failure = diverge(spark, 30, "averaging.warm-up-rounds=1");
        assertThat(failure).hasMessageContaining("no longer a number");
        assertThat(training.rounds).hasSize(1);
        assertStateBeforeIsKept(failure);
    }

    @Test
    void withoutCheckpointsNoneIsWritten(SparkSession spark) {
        checkpoints = null;
        assertThat(diverge(spark, 1, "schedule.warm-up-steps=0"))
                .hasMessageContaining("epoch 1, round ")
                .message()
                .doesNotContain("is kept in");
        assertThat(folder.resolve("store/runs")).doesNotExist();
    }

    private HourglassException diverge(SparkSession spark, int localSteps, String setting) {
        return failure(
                ErrorCode.TRAINING_FAILED,
                () ->
                        new AveragingTrainer(Averagings.LIMIT, checkpoints, false)
                                .train(
                                        spark,
                                        new TrainingPlan(
                                                dataset,
                                                LINEAR,
                                                Trainings.settings(
                                                        3,
                                                        1,
                                                        localSteps,
                                                        5,
                                                        "optimizer=sgd",
                                                        setting),
                                                Averagings.SEED),
                                        training));
    }

    /** The rounds that were told of are those whose outcome was taken over. */
    private void assertStateBeforeIsKept(HourglassException failure) {
        int rounds = training.rounds.size();
        assertThat(failure)
                .hasMessageContaining("epoch 1, round " + (rounds + 1))
                .hasMessageContaining("is kept in")
                .hasMessageContaining(String.format("round-%06d", rounds))
                .hasMessageContaining("training.learning-rate (it was 5.0)");
        assertThat(training.rounds).allMatch(round -> Double.isFinite(round.loss()));
        TrainingState kept = checkpoints.newest(training::notice).orElseThrow();
        assertThat(training.notices).isEmpty();
        assertThat(kept.position().rounds()).isEqualTo(rounds);
        assertThat(WeightedMean.of(List.of(kept.vector()), new long[] {1}).finite()).isTrue();
    }
}
