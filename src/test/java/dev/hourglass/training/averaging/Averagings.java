package dev.hourglass.training.averaging;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.StoredShards;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Small trainings of one small network. */
final class Averagings {
    static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    static final NetworkSpec SPEC =
            Specs.dense(
                    TENSOR.shape(),
                    List.of(3),
                    false,
                    2,
                    HiddenActivation.TANH,
                    new Normalisation(0.5, 0.25));
    static final long SEED = 7;
    static final LimitSettings LIMIT = new LimitSettings(5);

    private Averagings() {}

    /** A dataset whose train split has shards of these sizes, and nothing else. */
    static TensorDataset dataset(Path folder, int... sizes) {
        return StoredShards.write(
                Datasets.store(folder),
                TENSOR,
                Map.of(Split.TRAIN, StoredShards.random(TENSOR, 1, sizes)));
    }

    /** With 20 validation rows, too. */
    static TensorDataset datasetWithValidation(Path folder, int... sizes) {
        return StoredShards.write(
                Datasets.store(folder),
                TENSOR,
                Map.of(
                        Split.TRAIN,
                        StoredShards.random(TENSOR, 1, sizes),
                        Split.VALIDATION,
                        StoredShards.random(TENSOR, 2, 20)));
    }

    static TrainingPlan plan(TensorDataset dataset, TrainingSettings settings) {
        return new TrainingPlan(dataset, SPEC, settings, SEED);
    }

    /** Trains without checkpoints. */
    static TrainingResult train(
            SparkSession spark,
            TensorDataset dataset,
            TrainingSettings settings,
            TrainingListener listener) {
        return new AveragingTrainer(LIMIT).train(spark, plan(dataset, settings), listener);
    }

    /** What a training is compared by: all but how long it took. */
    static List<EpochMetrics> withoutTimes(List<EpochMetrics> epochs) {
        return epochs.stream()
                .map(
                        epoch ->
                                new EpochMetrics(
                                        epoch.epoch(),
                                        epoch.rounds(),
                                        epoch.examples(),
                                        epoch.trainLoss(),
                                        epoch.heldOutLoss(),
                                        epoch.heldOutSplit(),
                                        0))
                .toList();
    }
}
