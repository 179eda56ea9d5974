package dev.hourglass.training.averaging;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedSpark.class)
class EarlyStoppingIT {
    /** So large that the validation loss goes up and down. */
    private static final double RATE = 0.3;

    private static final int EPOCHS = 12;

    @TempDir private Path folder;

    @ParameterizedTest(name = "patience {0}, minimum gain {1}")
    @CsvSource({"1, 0", "2, 0", "4, 0", "2, 0.05", "3, 1", "100, 0"})
    void trainingEndsAfterItsPatienceWithTheBestEpochsWeights(
            int patience, double minimumGain, SparkSession spark) {
        TensorDataset dataset = Averagings.datasetWithValidation(folder, 20, 15);
        List<EpochMetrics> all = train(spark, dataset, EPOCHS).epochs();
        assertThat(all)
                .as("losses that are worth a test")
                .isNotEqualTo(
                        all.stream()
                                .sorted((a, b) -> Double.compare(b.heldOutLoss(), a.heldOutLoss()))
                                .toList());

        TrainingResult stopped =
                train(
                        spark,
                        dataset,
                        EPOCHS,
                        "early-stopping.patience=" + patience,
                        "early-stopping.minimum-gain=" + minimumGain);

        int best = 1;
        int epoch = 1;
        while (epoch < EPOCHS && epoch - best < patience) {
            epoch++;
            double bestLoss = all.get(best - 1).heldOutLoss();
            if (all.get(epoch - 1).heldOutLoss() < bestLoss * (1 - minimumGain)) {
                best = epoch;
            }
        }
        assertThat(stopped.epoch()).isEqualTo(best);
        assertThat(Averagings.withoutTimes(stopped.epochs()))
                .isEqualTo(Averagings.withoutTimes(all.subList(0, epoch)));
        assertThat(stopped.parameters()).isEqualTo(train(spark, dataset, best).parameters());
    }

    @Test
    void withoutAValidationSplitItIsRefused(SparkSession spark) {
        TensorDataset dataset =
                StoredShards.write(
                        Datasets.store(folder),
                        Averagings.TENSOR,
                        Map.of(
                                Split.TRAIN, StoredShards.random(Averagings.TENSOR, 1, 8),
                                Split.TEST, StoredShards.random(Averagings.TENSOR, 2, 8)));
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> train(spark, dataset, 1, "early-stopping.patience=1")))
                .hasMessageContaining("training.early-stopping.patience")
                .hasMessageContaining("ingest.validation");
    }

    private static TrainingResult train(
            SparkSession spark, TensorDataset dataset, int epochs, String... more) {
        return Averagings.train(
                spark,
                dataset,
                Trainings.settings(epochs, 4, 2, RATE, more),
                new RecordedTraining());
    }
}
