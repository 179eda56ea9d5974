package dev.hourglass.training.averaging;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Shard;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.TrainingReplica;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.training.EpochOrder;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.averaging.vector.VectorPool;
import org.apache.spark.broadcast.Broadcast;

/** Trains one of our networks on shards of a stored dataset. A shard is its index. */
final class AutoencoderWorker implements Worker<Integer> {
    private final Recipe recipe;
    private final TrainingReplica replica;

    /** A minibatch: an array of its own each time would keep Java's collector busy. */
    private final float[] values;

    private int[] order;
    private int orderOfShard = -1;
    private int orderOfEpoch = -1;

    private AutoencoderWorker(Recipe recipe) {
        this.recipe = recipe;
        this.replica = recipe.replica();
        this.values =
                new float[Math.multiplyExact(recipe.settings.batch(), recipe.network.elements())];
    }

    /**
     * What workers are made from.
     *
     * @param shards of the train split
     * @param seed of initial weights and of the order of the examples
     */
    record Recipe(
            Broadcast<CachedShards> shards,
            NetworkSpec network,
            TrainingSettings settings,
            long seed)
            implements Factory<Integer> {
        @Override
        public Worker<Integer> create() {
            return new AutoencoderWorker(this);
        }

        /** A replica as it is before training. */
        TrainingReplica replica() {
            return new TrainingReplica(network, seed, settings.rule(), settings.longestGradient());
        }
    }

    @Override
    public LocalResult train(Integer shardNumber, Stretch stretch, float[] start) {
        // Threads' limits are each thread's own, and a worker goes from thread to thread.
        NativeThreads.limit();
        Shard shard = recipe.shards.value().get(shardNumber);
        int end = Math.min(stretch.to(), shard.size());
        if (stretch.from() >= end) {
            return LocalResult.NOTHING;
        }
        shuffle(shardNumber, shard.size(), stretch.epoch());
        replica.load(start);
        int batch = recipe.settings.batch();
        double loss = 0;
        int step = 0;
        for (int from = stretch.from(); from < end; from += batch) {
            int to = Math.min(from + batch, end);
            shard.decode(order, from, to, values);
            double rate = stretch.rates()[step];
            step++;
            long number = stretch.stepsBefore() + step;
            long seed = EpochOrder.seed(recipe.seed, shardNumber, number);
            loss += replica.train(values, to - from, rate, number, seed) * (to - from);
        }
        float[] vector = VectorPool.take(start.length);
        replica.store(vector);
        return new LocalResult(vector, end - stretch.from(), loss);
    }

    @Override
    public void close() {
        replica.close();
    }

    private void shuffle(int shard, int size, int epoch) {
        if (shard != orderOfShard || epoch != orderOfEpoch) {
            order = EpochOrder.of(size, shard, recipe.seed, epoch);
            orderOfShard = shard;
            orderOfEpoch = epoch;
        }
    }
}
