package dev.hourglass.training;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.spark.NativeThreads;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** The mean squared error of a network's reconstructions, measured by the executors. */
public final class ReconstructionLoss {
    private static final int BATCH = 256;

    private ReconstructionLoss() {}

    /**
     * The mean over samples and elements of (input − reconstruction)², in squared physical units.
     * Sums are taken in shard order, so that equal weights give equal results.
     *
     * @param split which must not be empty
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where the dataset lacks
     *     rows of the split
     */
    public static double measure(
            SparkSession spark,
            TensorDataset dataset,
            Split split,
            NetworkSpec spec,
            float[] parameters) {
        Broadcast<float[]> weights =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(parameters);
        try {
            List<double[]> parts =
                    dataset.shardData(spark, split)
                            .map(shard -> squaredErrors(shard, spec, weights.value()))
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
                        autoencoder.decode(
                                autoencoder.encode(inputs.clone(), to - from), to - from);
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
