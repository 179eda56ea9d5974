package dev.hourglass.recommendation.rating;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/** What a network learns from, in as many parts as there are workers. */
interface Examples extends Serializable {
    /** How many there are of a part. */
    int size(int shard, int shards);

    /**
     * Writes a minibatch.
     *
     * @param order of the part's examples, of which those from {@code from} to {@code to} are meant
     * @param inputs row by row
     * @param targets row by row
     */
    void fill(
            int shard,
            int shards,
            int[] order,
            int from,
            int to,
            float[] inputs,
            float[] targets,
            RandomGenerator random);
}
