package dev.hourglass.recommendation.rating;

import dev.hourglass.network.RatingNetwork;
import dev.hourglass.network.RatingReplica;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.training.EpochOrder;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.Worker;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.spark.broadcast.Broadcast;

/** Trains a network on its part of the examples; a shard is the part's number. */
final class RatingWorker implements Worker<Integer> {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final Recipe recipe;
    private final RatingReplica replica;
    private final float[] inputs;
    private final float[] targets;

    private RatingWorker(Recipe recipe) {
        this.recipe = recipe;
        this.replica = recipe.replica();
        int batch = recipe.schedule.batch();
        inputs = new float[Math.multiplyExact(batch, recipe.network.inputs())];
        targets = new float[Math.multiplyExact(batch, recipe.network.outputs())];
    }

    /**
     * What workers are made from.
     *
     * @param shards parts of the examples
     */
    record Recipe(
            Broadcast<? extends Examples> examples,
            int shards,
            RatingNetwork network,
            RatingSettings.Schedule schedule,
            long seed)
            implements Factory<Integer> {
        @Override
        public Worker<Integer> create() {
            return new RatingWorker(this);
        }

        RatingReplica replica() {
            return new RatingReplica(network, seed, new Adam(schedule.weightDecay()));
        }
    }

    @Override
    public LocalResult train(Integer shard, Stretch stretch, float[] start) {
        // Threads' limits are each thread's own, and a worker goes from thread to thread.
        NativeThreads.limit();
        Examples examples = recipe.examples.value();
        int size = examples.size(shard, recipe.shards);
        int end = Math.min(stretch.to(), size);
        if (stretch.from() >= end) {
            return LocalResult.NOTHING;
        }
        replica.load(start);
        int[] order = EpochOrder.of(size, shard, recipe.seed, stretch.epoch());
        int batch = recipe.schedule.batch();
        double loss = 0;
        int local = 0;
        for (int from = stretch.from(); from < end; from += batch) {
            int to = Math.min(from + batch, end);
            long step = stretch.stepsBefore() + local + 1;
            RandomGenerator random = GENERATORS.create(EpochOrder.seed(recipe.seed, shard, step));
            examples.fill(shard, recipe.shards, order, from, to, inputs, targets, random);
            double rate = stretch.rates()[local++];
            loss += replica.train(inputs, targets, to - from, rate, step) * (to - from);
        }
        float[] vector = VectorPool.take(start.length);
        replica.store(vector);
        return new LocalResult(vector, end - stretch.from(), loss);
    }

    @Override
    public void close() {
        replica.close();
    }
}
