package dev.hourglass.training.averaging;

import static dev.hourglass.training.averaging.Averagings.SEED;
import static dev.hourglass.training.averaging.Averagings.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.ShardFiles;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Networks;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.EpochOrder;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * With a single local step and an optimizer that is linear in the gradient, averaging is the
 * training of one machine on the workers' minibatches together: here DL4J's own, with DL4J's own
 * optimizers.
 */
@ExtendWith(SharedSpark.class)
class SingleMachineIT {
    private static final int BATCH = 4;
    private static final double RATE = 0.05;

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}, shards of {1}, {2} and {3}")
    @CsvSource({
        "sgd, 12, 12, 12",
        "sgd, 13, 6, 3", // weighted by the examples that each still has
        "sgd, 9, 0, 4",
        "nesterov, 12, 12, 12",
        "nesterov, 13, 6, 3"
    })
    void averagingEachStepIsOneMachineOnAllMinibatchesTogether(
            String optimizer, int first, int second, int third, SparkSession spark) {
        TensorDataset dataset = Averagings.dataset(folder, first, second, third);
        TrainingSettings settings =
                Trainings.settings(3, BATCH, 1, RATE, "optimizer=" + optimizer, "momentum=0.8");
        IUpdater updater = optimizer.equals("sgd") ? new Sgd(RATE) : new Nesterovs(RATE, 0.8);

        assertThat(Averagings.train(spark, dataset, settings, new RecordedTraining()).parameters())
                .containsExactly(
                        oneMachine(dataset, settings.epochs(), updater), withPrecision(1e-5f));
    }

    private static float[] oneMachine(TensorDataset dataset, int epochs, IUpdater updater) {
        ShardFiles files = dataset.shardFiles(Split.TRAIN);
        List<Shard> shards = IntStream.range(0, files.count()).mapToObj(files::read).toList();
        int largest = shards.stream().mapToInt(Shard::size).max().orElseThrow();
        MultiLayerNetwork network =
                new MultiLayerNetwork(Networks.configuration(SPEC, SEED, updater));
        network.init();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (int from = 0; from < largest; from += BATCH) {
                float[] values = minibatches(shards, epoch, from);
                SPEC.normalisation().apply(values);
                long rows = values.length / SPEC.elements();
                INDArray batch = Nd4j.create(values, new long[] {rows, SPEC.elements()}, 'c');
                network.fit(new DataSet(batch, batch));
            }
        }
        return Networks.parameters(network);
    }

    /** Of all shards, one after the other. */
    private static float[] minibatches(List<Shard> shards, int epoch, int from) {
        float[] values = {};
        for (int index = 0; index < shards.size(); index++) {
            Shard shard = shards.get(index);
            int[] order = EpochOrder.of(shard.size(), index, SEED, epoch);
            int to = Math.min(from + BATCH, shard.size());
            if (from < to) {
                values = ArrayUtils.addAll(values, shard.decode(order, from, to));
            }
        }
        return values;
    }
}
