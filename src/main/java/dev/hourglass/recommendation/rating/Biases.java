package dev.hourglass.recommendation.rating;

import java.io.Serializable;
import java.util.function.IntPredicate;

/**
 * How far users and items are from the mean rating, drawn towards it where they have few: b_i = Σ(r
 * − μ) / (n_i + 5), then b_u = Σ(r − μ − b_i) / (n_u + 5).
 *
 * @param mean of all ratings, μ
 * @param user by index
 * @param item by index
 * @param userCount ratings of each
 * @param itemCount ratings of each
 */
record Biases(double mean, double[] user, double[] item, int[] userCount, int[] itemCount)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double DRAWN = 5;

    /**
     * Those of some of the ratings.
     *
     * @param counts whether the rating at a place does
     */
    static Biases of(RatingTable table, IntPredicate counts) {
        double sum = 0;
        long size = 0;
        int[] userCount = new int[table.users()];
        int[] itemCount = new int[table.items()];
        for (int i = 0; i < table.size(); i++) {
            if (counts.test(i)) {
                sum += table.rating()[i];
                size++;
                userCount[table.user()[i]]++;
                itemCount[table.item()[i]]++;
            }
        }
        double mean = size == 0 ? 0 : sum / size;
        double[] item = new double[table.items()];
        for (int i = 0; i < table.size(); i++) {
            if (counts.test(i)) {
                item[table.item()[i]] += table.rating()[i] - mean;
            }
        }
        divide(item, itemCount);
        double[] user = new double[table.users()];
        for (int i = 0; i < table.size(); i++) {
            if (counts.test(i)) {
                user[table.user()[i]] += table.rating()[i] - mean - item[table.item()[i]];
            }
        }
        divide(user, userCount);
        return new Biases(mean, user, item, userCount, itemCount);
    }

    /**
     * What they make of a pair.
     *
     * @param u index of the user; -1 for one who is not known
     * @param i index of the item; likewise
     */
    double rating(int u, int i) {
        return mean + (u < 0 ? 0 : user[u]) + (i < 0 ? 0 : item[i]);
    }

    private static void divide(double[] sums, int[] counts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i] + DRAWN;
        }
    }
}
