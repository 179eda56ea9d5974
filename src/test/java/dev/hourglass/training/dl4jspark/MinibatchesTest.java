package dev.hourglass.training.dl4jspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.dataset.Shard;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.dataset.DataSet;

@ExtendWith(SharedSpark.class)
class MinibatchesTest {
    private static final TensorSpec TENSOR = TensorSpec.image(1, 2, 1);
    private static final NetworkSpec SPEC =
            Specs.dense(
                    TENSOR.shape(),
                    List.of(),
                    false,
                    1,
                    HiddenActivation.RELU,
                    new Normalisation(0.5, 0.25));
    private static final long SEED = 7;

    /** Shards are kept where Spark keeps its scratch files. */
    @BeforeAll
    static void startSpark(SparkSession spark) {
        assertThat(spark.sparkContext().isStopped()).isFalse();
    }

    @ParameterizedTest(name = "rows {0}, batch {1}, local steps {2}")
    @CsvSource({"24, 4, 3", "23, 4, 3", "25, 4, 3", "3, 4, 3", "5, 1, 1", "1, 64, 10", "0, 4, 3"})
    void anEpochsRoundsTrainEveryRowOnceInFullMinibatchesButTheLast(
            int rows, int batch, int localSteps) {
        TrainingSettings settings = Trainings.settings(1, batch, localSteps, 0.1);
        int perRound = batch * localSteps;
        List<Integer> trained = new ArrayList<>();
        for (int round = 0; round * perRound < rows; round++) {
            List<List<Integer>> minibatches = minibatches(rows, 0, settings, SEED, 1, round);
            int left = rows - round * perRound;
            assertThat(minibatches)
                    .extracting(List::size)
                    .containsExactlyElementsOf(sizes(Math.min(left, perRound), batch));
            minibatches.forEach(trained::addAll);
        }
        assertThat(trained)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, rows).boxed().toList());
    }

    @Test
    void aWorkerThatIsDoneWithItsShardHasNoMoreMinibatches() {
        Minibatches none =
                Minibatches.of(shard(5), 0, SPEC, Trainings.settings(1, 4, 3, 0.1), SEED, 1, 1);
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void theOrderDependsOnSeedEpochAndShardAlone() {
        List<Integer> order = order(0, SEED, 1);
        assertThat(order(0, SEED, 1)).isEqualTo(order);
        assertThat(order(0, SEED + 1, 1)).isNotEqualTo(order);
        assertThat(order(0, SEED, 2)).isNotEqualTo(order);
        assertThat(order(1, SEED, 1)).isNotEqualTo(order);
        // Epoch and shard are no sum: the first shard's next epoch is not the next shard's first.
        assertThat(order(1, SEED, 1)).isNotEqualTo(order(0, SEED, 2));
    }

    @Test
    void theOrderDoesNotDependOnTheSizesOfMinibatchesAndRounds() {
        List<Integer> inPieces = new ArrayList<>();
        TrainingSettings settings = Trainings.settings(1, 7, 2, 0.1);
        for (int round = 0; round * 14 < 50; round++) {
            minibatches(50, 0, settings, SEED, 1, round).forEach(inPieces::addAll);
        }
        assertThat(inPieces).isEqualTo(order(0, SEED, 1));
    }

    @Test
    void inputsAreNormalisedAndTheirOwnLabels() {
        DataSet minibatch =
                Minibatches.of(shard(1), 0, SPEC, Trainings.settings(1, 4, 1, 0.1), SEED, 1, 0)
                        .next();
        assertThat(minibatch.getFeatures().toFloatMatrix()).isDeepEqualTo(new float[][] {{-2, 2}});
        assertThat(minibatch.getLabels()).isEqualTo(minibatch.getFeatures());
    }

    /** The rows of an epoch of 50, in the order they are trained. */
    private static List<Integer> order(int shard, long seed, int epoch) {
        TrainingSettings whole = Trainings.settings(1, 50, 1, 0.1);
        return minibatches(50, shard, whole, seed, epoch, 0).get(0);
    }

    private static List<List<Integer>> minibatches(
            int rows, int shard, TrainingSettings settings, long seed, int epoch, int round) {
        List<List<Integer>> minibatches = new ArrayList<>();
        Minibatches.of(shard(rows), shard, SPEC, settings, seed, epoch, round)
                .forEachRemaining(minibatch -> minibatches.add(rows(minibatch)));
        return minibatches;
    }

    /** Rows that tell their number by their first pixel; the second is white. */
    private static Shard shard(int rows) {
        return Shard.of(
                TENSOR, IntStream.range(0, rows).mapToObj(i -> new byte[] {(byte) i, -1}).toList());
    }

    private static List<Integer> rows(DataSet minibatch) {
        return IntStream.range(0, minibatch.numExamples())
                .mapToObj(
                        i -> {
                            float first = minibatch.getFeatures().getFloat(i, 0);
                            return Math.round((first * 0.25f + 0.5f) * 255);
                        })
                .toList();
    }

    private static List<Integer> sizes(int rows, int batch) {
        List<Integer> sizes = new ArrayList<>();
        for (int left = rows; left > 0; left -= batch) {
            sizes.add(Math.min(left, batch));
        }
        return sizes;
    }
}
