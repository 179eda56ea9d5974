package dev.hourglass.training.averaging;

import java.io.Serializable;

/**
 * Trains a replica of a network on stretches of shards. Used by one thread at a time, and kept by
 * its executor from round to round.
 *
 * @param <S> what a shard is
 */
public interface Worker<S> extends AutoCloseable {
    /**
     * Trains a stretch of a shard from a common start. The result depends on nothing but the
     * arguments and what the worker was made from.
     *
     * @param shard its data
     * @param start parameters and optimizer state; not to be changed
     */
    LocalResult train(S shard, Stretch stretch, float[] start);

    /** Frees the replica. */
    @Override
    void close();

    /**
     * What one worker made of a round.
     *
     * @param vector parameters and optimizer state afterwards, from {@link VectorPool#take}:
     *     whoever gets it will overwrite it some time; null where no example was left
     * @param examples trained
     * @param loss sum over them of their losses, each at the time it was trained
     */
    record LocalResult(float[] vector, long examples, double loss) {
        /** Of a worker that had no example left. */
        public static final LocalResult NOTHING = new LocalResult(null, 0, 0);
    }

    /**
     * Makes workers on executors.
     *
     * @param <S> what a shard is
     */
    interface Factory<S> extends Serializable {
        /** A worker of its own for whoever asks. */
        Worker<S> create();
    }
}
