package dev.hourglass.recommendation.rating;

import java.io.Serializable;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.spark.broadcast.Broadcast;

/**
 * Vectors of what ratings are beyond their biases, with zeros where there is none. Some of a
 * vector's ratings are hidden from the input, and are what is to be reconstructed.
 *
 * @param data the ratings
 * @param side whose vectors
 * @param folds parts of the ratings
 * @param left part that is left out, or {@link Folds#NONE}
 * @param biases of all others
 * @param hidden share of a vector's ratings
 */
record Residuals(
        Broadcast<Data> data, Side side, Folds folds, int left, Biases biases, double hidden)
        implements Examples {
    private static final long serialVersionUID = 1L;

    /**
     * What all autoencoders have in common.
     *
     * @param byUser places of the table
     * @param byItem likewise
     */
    record Data(RatingTable table, Lines byUser, Lines byItem) implements Serializable {
        private static final long serialVersionUID = 1L;

        static Data of(RatingTable table) {
            return new Data(
                    table,
                    Lines.of(table.user(), table.users()),
                    Lines.of(table.item(), table.items()));
        }
    }

    @Override
    public int size(int shard, int shards) {
        return size(side.rows(data.value().table()), shard, shards);
    }

    /** Vectors of a part: every {@code shards}-th is one of its. */
    static int size(int rows, int shard, int shards) {
        return (rows - shard + shards - 1) / shards;
    }

    @Override
    public void fill(
            int shard,
            int shards,
            int[] order,
            int from,
            int to,
            float[] inputs,
            float[] targets,
            RandomGenerator random) {
        int columns = side.columns(data.value().table());
        Arrays.fill(inputs, 0, (to - from) * columns, 0);
        Arrays.fill(targets, 0, (to - from) * columns, 0);
        for (int i = from; i < to; i++) {
            write(shard + order[i] * shards, (i - from) * columns, inputs, targets, random);
        }
    }

    /**
     * Writes a vector of which nothing is hidden.
     *
     * @param begin in the inputs, which are zeros there
     */
    void write(int row, int begin, float[] inputs) {
        write(row, begin, inputs, null, null);
    }

    private void write(
            int row, int begin, float[] inputs, float[] targets, RandomGenerator random) {
        RatingTable table = data.value().table();
        Lines lines = side == Side.USER ? data.value().byUser() : data.value().byItem();
        int[] columnOf = side.columnOf(table.user(), table.item());
        for (int k = lines.start()[row]; k < lines.start()[row + 1]; k++) {
            int place = lines.place()[k];
            int user = table.user()[place];
            int item = table.item()[place];
            if (left == Folds.NONE || folds.of(user, item) != left) {
                float residual = (float) (table.rating()[place] - biases.rating(user, item));
                boolean hide = random != null && random.nextDouble() < hidden;
                (hide ? targets : inputs)[begin + columnOf[place]] = residual;
            }
        }
    }
}
