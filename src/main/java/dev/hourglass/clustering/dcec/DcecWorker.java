package dev.hourglass.clustering.dcec;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Shard;
import dev.hourglass.network.ClusteringReplica;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.StudentT;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.Worker;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains a network to reconstruct and to cluster. A shard's rows come in the order in which they
 * are stored, again and again, as in the authors' code; a stretch counts minibatches, not rows.
 */
final class DcecWorker implements Worker<DcecShard> {
    private final Recipe recipe;
    private final ClusteringReplica replica;
    private final float[] values;
    private int[] order = new int[0];

    private DcecWorker(Recipe recipe) {
        this.recipe = recipe;
        this.replica = recipe.replica();
        this.values =
                new float[Math.multiplyExact(recipe.settings.batch(), recipe.network.elements())];
    }

    /**
     * What workers are made from.
     *
     * @param shards of the train split
     * @param clusters how many
     */
    record Recipe(
            Broadcast<CachedShards> shards,
            Broadcast<Memberships> memberships,
            NetworkSpec network,
            DcecSettings settings,
            int clusters)
            implements Factory<DcecShard> {
        @Override
        public Worker<DcecShard> create() {
            return new DcecWorker(this);
        }

        /** A replica whose weights are yet to be loaded. */
        ClusteringReplica replica() {
            return new ClusteringReplica(
                    network, clusters, settings.gamma(), new Adam(0), Double.POSITIVE_INFINITY);
        }
    }

    @Override
    public LocalResult train(DcecShard part, Stretch stretch, float[] start) {
        // Threads' limits are each thread's own, and a worker goes from thread to thread.
        NativeThreads.limit();
        Shard shard = recipe.shards.value().get(part.index());
        if (shard.size() == 0) {
            return LocalResult.NOTHING;
        }
        if (order.length != shard.size()) {
            order = IntStream.range(0, shard.size()).toArray();
        }
        float[] memberships = recipe.memberships.value().of(part.index(), part.reference().value());
        replica.load(start);
        int batch = recipe.settings.batch();
        int batches = (shard.size() + batch - 1) / batch;
        double loss = 0;
        long examples = 0;
        for (int step = stretch.from(); step < stretch.to(); step++) {
            int from = step % batches * batch;
            int to = Math.min(from + batch, shard.size());
            shard.decode(order, from, to, values);
            double[] targets = targets(part, memberships, from, to);
            double rate = stretch.rates()[step - stretch.from()];
            loss += replica.train(values, to - from, targets, rate, step + 1L) * (to - from);
            examples += to - from;
        }
        float[] vector = VectorPool.take(start.length);
        replica.store(vector);
        return new LocalResult(vector, examples, loss);
    }

    private static double[] targets(DcecShard part, float[] memberships, int from, int to) {
        int clusters = part.frequencies().length;
        return StudentT.targets(
                Memberships.widened(memberships, from * clusters, to * clusters),
                part.frequencies());
    }

    @Override
    public void close() {
        replica.close();
    }
}
