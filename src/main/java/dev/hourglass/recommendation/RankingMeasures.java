package dev.hourglass.recommendation;

import java.util.Arrays;
import java.util.List;

/**
 * What a list of items, best first, is worth to a user who is known to have other items, the
 * targets (Liang, Krishnan, Hoffman and Jebara 2018). All measures are from 0 to 1, which a list
 * with all targets in front reaches.
 */
public final class RankingMeasures {
    public static final String RECALL_20 = "recall@20";
    public static final String RECALL_50 = "recall@50";
    public static final String NDCG_100 = "ndcg@100";
    public static final String MAP_100 = "map@100";

    /** The measures in the order of {@link #of}. */
    static final List<String> NAMES = List.of(RECALL_20, RECALL_50, NDCG_100, MAP_100);

    /** How long lists have to be, unless there are no more items. */
    static final int LIST = 100;

    private RankingMeasures() {}

    /**
     * All measures of one user, in the order of {@link #NAMES}.
     *
     * @param list item indices, best first, each once
     * @param targets item indices, ascending, at least one
     */
    static double[] of(int[] list, int[] targets) {
        return new double[] {
            recall(list, targets, 20),
            recall(list, targets, 50),
            ndcg(list, targets, LIST),
            averagePrecision(list, targets, LIST)
        };
    }

    /** Targets among the first {@code k}, of as many as there can be: min(k, targets). */
    static double recall(int[] list, int[] targets, int k) {
        int hits = 0;
        for (int i = 0; i < Math.min(k, list.length); i++) {
            hits += isTarget(list[i], targets) ? 1 : 0;
        }
        return (double) hits / Math.min(k, targets.length);
    }

    /**
     * Normalised discounted cumulative gain: 1 / log₂(rank + 1) summed over the targets among the
     * first {@code k}, ranks being from 1, and divided by what it is where min(k, targets) of them
     * come first.
     */
    static double ndcg(int[] list, int[] targets, int k) {
        double gain = 0;
        for (int i = 0; i < Math.min(k, list.length); i++) {
            gain += isTarget(list[i], targets) ? discount(i) : 0;
        }
        double ideal = 0;
        for (int i = 0; i < Math.min(k, targets.length); i++) {
            ideal += discount(i);
        }
        return gain / ideal;
    }

    /**
     * Average precision: the share of targets among all items up to a target, summed over the
     * targets among the first {@code k}, and divided by min(k, targets), as MLlib's {@code
     * RankingMetrics.meanAveragePrecisionAt} does.
     */
    static double averagePrecision(int[] list, int[] targets, int k) {
        int hits = 0;
        double sum = 0;
        for (int i = 0; i < Math.min(k, list.length); i++) {
            if (isTarget(list[i], targets)) {
                hits++;
                sum += (double) hits / (i + 1);
            }
        }
        return sum / Math.min(k, targets.length);
    }

    private static boolean isTarget(int item, int[] targets) {
        return Arrays.binarySearch(targets, item) >= 0;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2);
    }
}
