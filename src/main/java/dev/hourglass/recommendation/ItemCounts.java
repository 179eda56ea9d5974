package dev.hourglass.recommendation;

import java.io.Serializable;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * How many train users have each item.
 *
 * @param counts [items]
 * @param users in the train split
 */
public record ItemCounts(long[] counts, long users) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Counts in one pass.
     *
     * @param items columns of the matrix
     */
    public static ItemCounts of(JavaRDD<Interactions> train, int items) {
        // The last place counts the users.
        long[] sums = train.treeAggregate(new long[items + 1], ItemCounts::add, ItemCounts::merge);
        long users = sums[items];
        return new ItemCounts(LongStream.of(sums).limit(items).toArray(), users);
    }

    /** Columns of the matrix. */
    public int items() {
        return counts.length;
    }

    /** Whether any train user has this item: others cannot be recommended. */
    public boolean isKnown(int item) {
        return counts[item] > 0;
    }

    /** Items that can be recommended. */
    long known() {
        return LongStream.of(counts).filter(count -> count > 0).count();
    }

    /** Self-information of a known item in bits: −log₂ of the share of train users who have it. */
    double selfInformation(int item) {
        return Math.log((double) users / counts[item]) / Math.log(2);
    }

    private static long[] add(long[] sums, Interactions user) {
        for (int item : user.items()) {
            sums[item]++;
        }
        sums[sums.length - 1]++;
        return sums;
    }

    private static long[] merge(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
        return sums;
    }
}
