package dev.hourglass.clustering.dcec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.ClusteringReplica;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.network.layer.StudentT;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RecordedTraining;
import dev.hourglass.training.StopAt;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.averaging.CheckpointSettings;
import dev.hourglass.training.averaging.Checkpoints;
import dev.hourglass.training.averaging.LimitSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class DcecTrainingIT {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    private static final NetworkSpec SPEC =
            Specs.dense(
                    TENSOR.shape(),
                    List.of(3),
                    false,
                    2,
                    HiddenActivation.TANH,
                    new Normalisation(0.5, 0.25));

    /** 24 minibatches in passes of 6, over all workers. */
    private static final DcecSettings SETTINGS = new DcecSettings(0.5, 4, 2, 6, 24, 0, 0.01);

    private static final double[][] CENTRES = {{-0.5, 0.2}, {0.4, 0.1}, {0, -0.6}};

    @TempDir private Path folder;
    private final SparkSession spark = SharedSpark.session();

    @Test
    void oneWorkerTrainsAsAStraightLoopDoes() {
        TensorDataset dataset = dataset(13);
        float[] vector;
        try (ClusteringReplica replica = replica();
                Shard shard = dataset.shardFiles(Split.TRAIN).read(0)) {
            vector = replica.vector(parameters(), CENTRES);
            double[] memberships = null;
            double[] frequencies = null;
            for (int step = 0; step < 24; step++) {
                if (step % 6 == 0) {
                    memberships = memberships(replica, vector, shard);
                    frequencies = sums(memberships);
                }
                int from = step % 4 * 4;
                int rows = Math.min(4, 13 - from);
                double[] targets = new double[rows * 3];
                System.arraycopy(memberships, from * 3, targets, 0, targets.length);
                replica.load(vector);
                replica.train(
                        shard.decode(order(from, from + rows), 0, rows),
                        rows,
                        StudentT.targets(targets, frequencies),
                        0.01,
                        step + 1);
                replica.store(vector);
            }
            DcecResult result = train(dataset, "run", false, new RecordedTraining());

            assertThat(result.parameters()).isEqualTo(replica.autoencoder(vector));
            assertThat(result.centres()).isDeepEqualTo(replica.centres(vector));
        }
    }

    @Test
    void shardsOfDifferentSizesBeginAgainWhenTheyEnd() {
        RecordedTraining recorded = new RecordedTraining();
        DcecResult result = train(dataset(10, 6, 0), "run", false, recorded);

        // Passes of 2 minibatches a worker: of 4, 4 | 2, 4 | 4, 2 | 4, 4 rows, and of 4, 2 each.
        assertThat(result.passes())
                .extracting(EpochMetrics::examples)
                .containsExactly(14L, 12L, 12L, 14L);
        assertThat(recorded.rounds).hasSize(4);
        assertThat(result.converged()).isFalse();
    }

    @Test
    void aTrainingStoppedAtAnyRoundEndsAsOneThatNeverWas() {
        TensorDataset dataset = dataset(13, 9);
        RecordedTraining straight = new RecordedTraining();
        DcecResult expected = train(dataset, "straight", false, straight);
        // Passes of 3 minibatches a worker, in rounds of 2 and 1.
        assertThat(straight.rounds).hasSize(8);
        for (int round = 1; round <= 8; round++) {
            String run = "run-" + round;
            int stop = round;
            assertThatThrownBy(
                            () ->
                                    train(
                                            dataset,
                                            run,
                                            false,
                                            new StopAt(stop, new RecordedTraining())))
                    .hasMessageContaining("stopped");
            RecordedTraining resumed = new RecordedTraining();

            DcecResult result = train(dataset, run, true, resumed);

            assertThat(result.parameters()).as(run).isEqualTo(expected.parameters());
            assertThat(result.centres()).isDeepEqualTo(expected.centres());
            assertThat(result.change()).isEqualTo(expected.change());
            assertThat(resumed.rounds).hasSize(8 - (round - 1) / 2 * 2);
        }
    }

    @Test
    void aTrainingThatHasEndedEndsInTheSameWayWhenItIsResumed() {
        TensorDataset dataset = dataset(13, 9);
        DcecSettings settings = new DcecSettings(0.5, 4, 2, 6, 24, 1, 0.01);
        DcecResult ended = train(dataset, settings, "run", false, new RecordedTraining());
        assertThat(ended.converged()).isTrue();

        DcecResult result = train(dataset, settings, "run", true, new RecordedTraining());

        assertThat(result.converged()).isTrue();
        assertThat(result.parameters()).isEqualTo(ended.parameters());
        assertThat(result.passes()).hasSameSizeAs(ended.passes());
    }

    @Test
    void rowsThatFormGroupsComeToBeInClustersAndTrainingEnds() {
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            byte dark = (byte) (i / 3 % 10);
            byte light = (byte) (200 + i / 3 % 10);
            rows.add(
                    new byte[] {
                        i % 3 == 0 ? light : dark,
                        i % 3 == 1 ? light : dark,
                        i % 3 == 2 ? light : dark,
                        dark
                    });
        }
        TensorDataset dataset = dataset(List.of(rows.subList(0, 50), rows.subList(50, 90)));
        DcecSettings settings = new DcecSettings(0.5, 10, 5, 40, 4000, 0.001, 0.01);

        DcecResult result = train(dataset, settings, "run", false, new RecordedTraining());

        assertThat(result.converged()).isTrue();
        assertThat(result.change()).isZero();
        int[] clusters = clusters(result, dataset);
        assertThat(clusters[0]).isNotEqualTo(clusters[1]).isNotEqualTo(clusters[2]);
        assertThat(clusters[1]).isNotEqualTo(clusters[2]);
        for (int i = 3; i < clusters.length; i++) {
            assertThat(clusters[i]).isEqualTo(clusters[i % 3]);
        }
        assertThat(result.passes().get(result.passes().size() - 1).trainLoss())
                .isLessThan(result.passes().get(0).trainLoss());
    }

    /** Of the rows of the first shard. */
    private int[] clusters(DcecResult result, TensorDataset dataset) {
        try (Autoencoder autoencoder = Autoencoder.of(SPEC, result.parameters());
                Shard shard = dataset.shardFiles(Split.TRAIN).read(0)) {
            double[] memberships = memberships(autoencoder, result.centres(), shard);
            return IntStream.range(0, shard.size())
                    .map(
                            row ->
                                    IntStream.range(0, 3)
                                            .reduce(
                                                    (a, b) ->
                                                            memberships[row * 3 + b]
                                                                            > memberships[
                                                                                    row * 3 + a]
                                                                    ? b
                                                                    : a)
                                            .orElseThrow())
                    .toArray();
        }
    }

    private static double[] memberships(ClusteringReplica replica, float[] vector, Shard shard) {
        try (Autoencoder autoencoder = Autoencoder.of(SPEC, replica.autoencoder(vector))) {
            return memberships(autoencoder, replica.centres(vector), shard);
        }
    }

    /** In the precision in which they are kept. */
    private static double[] memberships(Autoencoder autoencoder, double[][] centres, Shard shard) {
        float[] codes =
                autoencoder.encode(
                        shard.decode(order(0, shard.size()), 0, shard.size()), shard.size());
        double[] wide = IntStream.range(0, codes.length).mapToDouble(i -> codes[i]).toArray();
        double[] memberships =
                StudentT.memberships(wide, shard.size(), StudentT.rowMajor(centres), 2);
        return IntStream.range(0, memberships.length)
                .mapToDouble(i -> (float) memberships[i])
                .toArray();
    }

    private static double[] sums(double[] memberships) {
        double[] sums = new double[3];
        for (int i = 0; i < memberships.length; i++) {
            sums[i % 3] += memberships[i];
        }
        return sums;
    }

    private static int[] order(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static ClusteringReplica replica() {
        return new ClusteringReplica(SPEC, 3, 0.5, new Adam(0), Double.POSITIVE_INFINITY);
    }

    private static float[] parameters() {
        try (Autoencoder autoencoder = Autoencoder.initial(SPEC, 7)) {
            return autoencoder.parameters();
        }
    }

    private TensorDataset dataset(int... sizes) {
        return dataset(StoredShards.random(TENSOR, 1, sizes));
    }

    private TensorDataset dataset(List<List<byte[]>> shards) {
        return StoredShards.write(
                Datasets.store(folder.resolve("data")), TENSOR, Map.of(Split.TRAIN, shards));
    }

    private DcecResult train(
            TensorDataset dataset, String run, boolean resume, TrainingListener listener) {
        return train(dataset, SETTINGS, run, resume, listener);
    }

    private DcecResult train(
            TensorDataset dataset,
            DcecSettings settings,
            String run,
            boolean resume,
            TrainingListener listener) {
        Checkpoints checkpoints =
                new Checkpoints(
                        Datasets.store(folder.resolve("store")),
                        run,
                        "cluster-checkpoints",
                        new CheckpointSettings(1, null, 2),
                        "digest");
        return new DcecTraining(dataset, SPEC, settings, new LimitSettings(5), checkpoints, resume)
                .run(spark, parameters(), CENTRES, listener);
    }
}
