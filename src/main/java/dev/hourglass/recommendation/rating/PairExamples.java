package dev.hourglass.recommendation.rating;

import java.util.random.RandomGenerator;

/**
 * Pairs of a user and an item with their features, and what their ratings are beyond the {@link
 * Features#beginning}.
 *
 * @param rows [pairs, width]
 * @param targets by pair
 */
record PairExamples(float[] rows, int width, float[] targets) implements Examples {
    private static final long serialVersionUID = 1L;

    @Override
    public int size(int shard, int shards) {
        return Residuals.size(targets.length, shard, shards);
    }

    @Override
    public void fill(
            int shard,
            int shards,
            int[] order,
            int from,
            int to,
            float[] inputs,
            float[] labels,
            RandomGenerator random) {
        for (int i = from; i < to; i++) {
            int pair = shard + order[i] * shards;
            System.arraycopy(rows, pair * width, inputs, (i - from) * width, width);
            labels[i - from] = targets[pair];
        }
    }
}
