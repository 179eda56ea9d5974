package dev.hourglass.training;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.ShardFiles;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import dev.hourglass.testing.Trainings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Adam;

/** What every trainer does. */
@ExtendWith(SharedSpark.class)
public abstract class TrainerContract {
    protected static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    protected static final NetworkSpec SPEC =
            Specs.dense(
                    TENSOR.shape(),
                    List.of(3),
                    false,
                    2,
                    HiddenActivation.TANH,
                    new Normalisation(0.5, 0.25));
    protected static final long SEED = 7;
    private static final int SETTINGS_A_DATASET = 5;

    @TempDir protected Path folder;
    protected final RecordedTraining training = new RecordedTraining();
    private int stores;

    /** The trainer. */
    protected abstract Trainer trainer();

    /** Whether workers that train more examples count more. */
    protected abstract boolean weighted();

    /** Combinations of sizes that are tried for lost examples. */
    protected abstract int combinations();

    @ParameterizedTest(name = "rows {0}, batch {1}, local steps {2}, epochs {3}")
    @CsvSource({
        "16, 4, 2, 2", // whole rounds
        "17, 4, 3, 3", // a last round of fewer steps, and a last minibatch of one
        "3, 64, 10, 3", // fewer rows than a minibatch
        "1, 1, 1, 2"
    })
    void oneShardIsTrainedAsOnASingleMachine(
            int rows, int batch, int localSteps, int epochs, SparkSession spark) {
        TensorDataset dataset = dataset(rows);
        TrainingSettings settings = Trainings.settings(epochs, batch, localSteps, 0.01);
        assertThat(train(spark, dataset, settings).parameters())
                .containsExactly(
                        reference(dataset, settings).withoutAveraging(), withPrecision(1e-5f));
    }

    @ParameterizedTest(name = "shards of {0}, {1} and {2}, batch {3}, local steps {4}")
    @CsvSource({
        "12, 12, 0, 3, 1", // averaged after each step
        "13, 13, 0, 3, 2",
        "20, 9, 4, 3, 2", // workers that have nothing left do not count
        "5, 0, 1, 2, 1"
    })
    void severalShardsAreAveragedWithAdamsMoments(
            int first, int second, int third, int batch, int localSteps, SparkSession spark) {
        TensorDataset dataset = dataset(first, second, third);
        TrainingSettings settings = Trainings.settings(2, batch, localSteps, 0.01);
        assertThat(train(spark, dataset, settings).parameters())
                .containsExactly(
                        reference(dataset, settings).averaged(weighted()), withPrecision(1e-5f));
    }

    @Test
    void noExampleIsLostWhateverTheSizes(SparkSession spark) {
        Random random = new Random(11);
        int[] sizes = {};
        TensorDataset dataset = null;
        for (int i = 0; i < combinations(); i++) {
            // To store a dataset takes longer than to train on it.
            if (i % SETTINGS_A_DATASET == 0) {
                sizes = random.ints(1 + random.nextInt(4), 0, 25).toArray();
                sizes[0] = Math.max(sizes[0], 1);
                dataset = dataset(sizes);
            }
            TrainingSettings settings =
                    Trainings.settings(
                            1 + random.nextInt(2),
                            1 + random.nextInt(12),
                            1 + random.nextInt(4),
                            0.01);
            String what = Arrays.toString(sizes) + " " + settings;
            RecordedTraining recorded = new RecordedTraining();
            TrainingPlan plan = new TrainingPlan(dataset, SPEC, settings, SEED);
            TrainingResult result = trainer().train(spark, plan, recorded);
            long rows = Arrays.stream(sizes).sum();
            assertThat(recorded.starts).as(what).containsExactly(rows * settings.epochs());
            assertThat(recorded.epochs).as(what).isEqualTo(result.epochs());
            assertThat(result.epochs())
                    .as(what)
                    .hasSize(settings.epochs())
                    .allSatisfy(epoch -> assertThat(epoch.examples()).isEqualTo(rows));
            assertThat(recorded.rounds.stream().mapToLong(RoundMetrics::examples).sum())
                    .as(what)
                    .isEqualTo(rows * settings.epochs());
            int perRound = settings.batch() * settings.localSteps();
            int largest = Arrays.stream(sizes).max().orElseThrow();
            assertThat(recorded.rounds)
                    .as(what)
                    .hasSize(settings.epochs() * ((largest + perRound - 1) / perRound));
        }
    }

    @Test
    void theSameTrainingGivesTheSameBits(SparkSession spark) {
        TensorDataset dataset = dataset(20, 15);
        TrainingSettings settings = Trainings.settings(2, 4, 2, 0.01);
        float[] once = train(spark, dataset, settings).parameters();
        assertThat(train(spark, dataset, settings).parameters()).isEqualTo(once);
    }

    @Test
    void roundsAndEpochsAreNumberedAndTheirLossesAgree(SparkSession spark) {
        train(spark, dataset(20, 15), Trainings.settings(2, 4, 2, 0.01));
        assertThat(training.rounds)
                .extracting(RoundMetrics::round)
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(training.epochs).extracting(EpochMetrics::rounds).containsExactly(3, 6);
        for (EpochMetrics epoch : training.epochs) {
            double sum =
                    training.rounds.stream()
                            .filter(round -> round.epoch() == epoch.epoch())
                            .mapToDouble(round -> round.loss() * round.examples())
                            .sum();
            assertThat(epoch.trainLoss()).isCloseTo(sum / 35, within(1e-12));
            assertThat(epoch.heldOutLoss()).isNull();
        }
    }

    @Test
    void theHeldOutLossIsThatOfTheAveragedWeightsOverTheHeldOutRows(SparkSession spark) {
        for (Split heldOut : List.of(Split.VALIDATION, Split.TEST)) {
            TensorDataset dataset =
                    StoredShards.write(
                            Datasets.store(folder.resolve(heldOut.folder())),
                            TENSOR,
                            Map.of(
                                    Split.TRAIN,
                                    StoredShards.random(TENSOR, 1, 20, 15),
                                    heldOut,
                                    StoredShards.random(TENSOR, 2, 300, 0, 5)));
            TrainingResult result = train(spark, dataset, Trainings.settings(1, 4, 2, 0.01));
            EpochMetrics epoch = result.epochs().get(0);
            assertThat(epoch.heldOutSplit()).isEqualTo(heldOut.folder());
            try (Autoencoder trained = Autoencoder.of(SPEC, result.parameters())) {
                double deviation = SPEC.normalisation().deviation();
                double error = meanSquaredError(trained, shards(dataset, heldOut));
                assertThat(epoch.heldOutLoss())
                        .isCloseTo(error / (deviation * deviation), within(1e-6));
            }
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining(SparkSession spark) {
        TensorSpec huge =
                new TensorSpec(DType.UINT8, TENSOR.shape(), "HWC", 1e30, 0, "intensity", 0);
        TensorDataset dataset =
                StoredShards.write(
                        Datasets.store(folder),
                        huge,
                        Map.of(Split.TRAIN, StoredShards.random(huge, 1, 20)));
        assertThat(
                        failure(
                                ErrorCode.TRAINING_FAILED,
                                () -> train(spark, dataset, Trainings.settings(3, 4, 2, 10))))
                .hasMessageContaining("no longer a number (epoch 1, round 1)");
    }

    @Test
    void heldOutRowsThatAreGoneAreNoticed(SparkSession spark) throws IOException {
        TensorDataset dataset =
                StoredShards.write(
                        Datasets.store(folder),
                        TENSOR,
                        Map.of(
                                Split.TRAIN, StoredShards.random(TENSOR, 1, 4),
                                Split.TEST, StoredShards.random(TENSOR, 2, 5, 3)));
        Files.delete(Path.of(dataset.shards(Split.TEST).get(0).toUri().getPath()));
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () -> train(spark, dataset, Trainings.settings(1, 4, 2, 0.1))))
                .hasMessageContaining("3 rows instead of 8");
    }

    @Test
    void aShardThatIsGoneIsNoticed(SparkSession spark) throws IOException {
        TensorDataset dataset = dataset(20, 15);
        Files.delete(Path.of(dataset.shards(Split.TRAIN).get(1).toUri().getPath()));
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () -> train(spark, dataset, Trainings.settings(1, 4, 2, 0.1))))
                .hasMessageContaining("20 rows instead of 35");
    }

    /** A dataset whose train split has shards of these sizes, and nothing else. */
    protected final TensorDataset dataset(int... sizes) {
        return StoredShards.write(
                Datasets.store(folder.resolve("store-" + stores++)),
                TENSOR,
                Map.of(Split.TRAIN, StoredShards.random(TENSOR, 1, sizes)));
    }

    /** Trains with the trainer. */
    protected final TrainingResult train(
            SparkSession spark, TensorDataset dataset, TrainingSettings settings) {
        return trainer().train(spark, new TrainingPlan(dataset, SPEC, settings, SEED), training);
    }

    /** The same training without Spark, with Adam. */
    protected final ParameterAveraging reference(TensorDataset dataset, TrainingSettings settings) {
        return new ParameterAveraging(
                shards(dataset, Split.TRAIN),
                SPEC,
                settings,
                new Adam(settings.learningRate()),
                SEED);
    }

    protected static List<Shard> shards(TensorDataset dataset, Split split) {
        ShardFiles files = dataset.shardFiles(split);
        return IntStream.range(0, files.count()).mapToObj(files::read).toList();
    }

    /** In squared physical units, a row at a time. */
    private static double meanSquaredError(Autoencoder autoencoder, List<Shard> shards) {
        double sum = 0;
        int count = 0;
        for (Shard shard : shards) {
            for (int row = 0; row < shard.size(); row++) {
                float[] input = shard.decode(new int[] {row}, 0, 1);
                float[] output = autoencoder.decode(autoencoder.encode(input.clone(), 1), 1);
                for (int i = 0; i < input.length; i++) {
                    sum += Math.pow(input[i] - output[i], 2);
                    count++;
                }
            }
        }
        return sum / count;
    }
}
