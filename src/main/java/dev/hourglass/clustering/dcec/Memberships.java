package dev.hourglass.clustering.dcec;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Shard;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.StudentT;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;

/**
 * The soft memberships of the shards that one executor trains, as they were at the last refresh.
 * Broadcast, there is one object of this class in every executor. They are a function of shard and
 * reference, so that an executor that takes a lost one's place computes the same.
 */
final class Memberships implements Serializable {
    private static final int BATCH = 256;

    private final Broadcast<CachedShards> shards;
    private final NetworkSpec network;

    /** Not sent along: every executor has those of its own shards. */
    private transient Map<Integer, Known> known;

    Memberships(Broadcast<CachedShards> shards, NetworkSpec network) {
        this.shards = shards;
        this.network = network;
    }

    /**
     * @param values [rows, clusters]
     */
    private record Known(int reference, float[] values) {}

    /** The memberships of all rows of a shard, [rows, clusters], under a reference. */
    float[] of(int shard, Reference reference) {
        return known().compute(
                        shard,
                        (key, last) ->
                                last != null && last.reference == reference.number()
                                        ? last
                                        : new Known(reference.number(), compute(key, reference)))
                .values;
    }

    /** The cluster that each row of memberships belongs to most. */
    static int[] clusters(float[] memberships, int count) {
        int[] clusters = new int[memberships.length / count];
        for (int row = 0; row < clusters.length; row++) {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (memberships[row * count + i] > memberships[row * count + best]) {
                    best = i;
                }
            }
            clusters[row] = best;
        }
        return clusters;
    }

    private float[] compute(int index, Reference reference) {
        NativeThreads.limit();
        Shard shard = shards.value().get(index);
        int width = network.bottleneck();
        int clusters = reference.clusters();
        double[] centres = StudentT.rowMajor(reference.centres());
        int[] order = IntStream.range(0, shard.size()).toArray();
        float[] memberships = new float[Math.multiplyExact(shard.size(), clusters)];
        try (Autoencoder autoencoder = Autoencoder.of(network, reference.parameters())) {
            for (int from = 0; from < shard.size(); from += BATCH) {
                int to = Math.min(from + BATCH, shard.size());
                float[] codes = autoencoder.encode(shard.decode(order, from, to), to - from);
                double[] values =
                        StudentT.memberships(
                                widened(codes, 0, codes.length), to - from, centres, width);
                for (int i = 0; i < values.length; i++) {
                    memberships[from * clusters + i] = (float) values[i];
                }
            }
        }
        return memberships;
    }

    /** A stretch of numbers, in double. */
    static double[] widened(float[] values, int from, int to) {
        double[] wide = new double[to - from];
        Arrays.setAll(wide, i -> values[from + i]);
        return wide;
    }

    private synchronized Map<Integer, Known> known() {
        if (known == null) {
            known = new ConcurrentHashMap<>();
        }
        return known;
    }
}
