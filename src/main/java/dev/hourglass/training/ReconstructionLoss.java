package dev.hourglass.training;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.LossFunction;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The loss of a network's reconstructions of a split, measured by the executors, which keep the
 * split until this is closed.
 */
public final class ReconstructionLoss implements AutoCloseable {
    private static final int BATCH = 256;

    private final JavaSparkContext spark;
    private final TensorDataset dataset;
    private final Split split;
    private final NetworkSpec spec;
    private final CachedShards cached;
    private final Broadcast<CachedShards> shards;

    /**
     * @param split which must not be empty
     */
    public ReconstructionLoss(
            SparkSession session, TensorDataset dataset, Split split, NetworkSpec spec) {
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.dataset = dataset;
        this.split = split;
        this.spec = spec;
        this.cached = new CachedShards(dataset.shardFiles(split));
        this.shards = spark.broadcast(cached);
    }

    /**
     * The mean of the network's {@link LossFunction}, of squared errors in squared physical units.
     * Sums are taken in shard order, so that equal weights give equal results.
     *
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where the dataset lacks
     *     rows of the split
     */
    public double measure(float[] parameters) {
        Broadcast<float[]> weights = spark.broadcast(parameters);
        try {
            // Local copies: a lambda would take this whole object along.
            Broadcast<CachedShards> data = shards;
            NetworkSpec network = spec;
            List<Integer> indices = IntStream.range(0, cached.count()).boxed().toList();
            List<double[]> parts =
                    spark.parallelize(indices, indices.size())
                            .map(index -> losses(data.value().get(index), network, weights.value()))
                            .collect();
            double sum = 0;
            double weight = 0;
            long rows = 0;
            for (double[] part : parts) {
                sum += part[0];
                weight += part[1];
                rows += (long) part[2];
            }
            dataset.requireRows(rows, split);
            return sum / weight;
        } finally {
            weights.destroy();
        }
    }

    @Override
    public void close() {
        shards.destroy();
        cached.clear();
    }

    /** The sum of the losses of a shard's rows, that of their weights, and how many rows. */
    private static double[] losses(Shard shard, NetworkSpec spec, float[] parameters) {
        NativeThreads.limit();
        int[] order = IntStream.range(0, shard.size()).toArray();
        LossFunction function = spec.settings().loss();
        int elements = spec.elements();
        double sum = 0;
        double weight = 0;
        try (Autoencoder autoencoder = Autoencoder.of(spec, parameters)) {
            for (int from = 0; from < shard.size(); from += BATCH) {
                int to = Math.min(from + BATCH, shard.size());
                float[] inputs = shard.decode(order, from, to);
                float[] outputs =
                        autoencoder.decode(autoencoder.encode(inputs, to - from), to - from);
                double batch = 0;
                for (int i = 0; i < inputs.length; i += elements) {
                    batch += function.ofRow(inputs, outputs, i, elements);
                    weight += function.weight(inputs, i, elements);
                }
                sum += batch;
            }
        }
        return new double[] {sum, weight, shard.size()};
    }
}
