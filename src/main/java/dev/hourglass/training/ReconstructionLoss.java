package dev.hourglass.training;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The mean squared error of a network's reconstructions of a split, measured by the executors,
 * which keep the split until this is closed.
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
     * The mean over samples and elements of (input − reconstruction)², in squared physical units.
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
                            .map(
                                    index ->
                                            squaredErrors(
                                                    data.value().get(index),
                                                    network,
                                                    weights.value()))
                            .collect();
            double sum = 0;
            long rows = 0;
            for (double[] part : parts) {
                sum += part[0];
                rows += (long) part[1];
            }
            dataset.requireRows(rows, split);
            return sum / rows / spec.elements();
        } finally {
            weights.destroy();
        }
    }

    @Override
    public void close() {
        shards.destroy();
        cached.clear();
    }

    /** The sum of squared errors of a shard, and its rows. */
    private static double[] squaredErrors(Shard shard, NetworkSpec spec, float[] parameters) {
        NativeThreads.limit();
        int[] order = IntStream.range(0, shard.size()).toArray();
        double sum = 0;
        try (Autoencoder autoencoder = Autoencoder.of(spec, parameters)) {
            for (int from = 0; from < shard.size(); from += BATCH) {
                int to = Math.min(from + BATCH, shard.size());
                float[] inputs = shard.decode(order, from, to);
                float[] outputs =
                        autoencoder.decode(autoencoder.encode(inputs, to - from), to - from);
                sum += squaredError(inputs, outputs);
            }
        }
        return new double[] {sum, shard.size()};
    }

    private static double squaredError(float[] inputs, float[] outputs) {
        double sum = 0;
        for (int i = 0; i < inputs.length; i++) {
            double difference = inputs[i] - outputs[i];
            sum += difference * difference;
        }
        return sum;
    }
}
