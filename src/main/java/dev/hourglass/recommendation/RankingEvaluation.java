package dev.hourglass.recommendation;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Lets models recommend items to held-out users, on executors, and measures their lists. Results
 * are the same to the bit however the users are partitioned.
 */
public final class RankingEvaluation {
    private final JavaRDD<HeldOutUser> users;
    private final ItemCounts counts;
    private final long seed;

    /**
     * @param users of one split, read once for each model: cache them where reading is dear
     * @param counts of the train users
     * @param seed of the intervals
     */
    public RankingEvaluation(JavaRDD<HeldOutUser> users, ItemCounts counts, long seed) {
        this.users = users;
        this.counts = counts;
        this.seed = seed;
    }

    /**
     * Measures one model in one pass over the users.
     *
     * @param model what the result calls it
     * @throws HourglassException with MISSING_INPUT where there are no users
     */
    public RankingResult evaluate(String model, ScorerFactory factory) {
        Broadcast<ScorerFactory> broadcast =
                JavaSparkContext.fromSparkContext(users.context()).broadcast(factory);
        try {
            RankingTotals totals =
                    rank(broadcast)
                            .treeAggregate(
                                    new RankingTotals(counts.items(), seed),
                                    RankingTotals::add,
                                    RankingTotals::merge);
            return result(model, totals);
        } finally {
            broadcast.destroy();
        }
    }

    JavaRDD<HeldOutUser> users() {
        return users;
    }

    ItemCounts counts() {
        return counts;
    }

    /** The lists, made whenever they are read. */
    JavaRDD<RankedList> rank(Broadcast<ScorerFactory> factory) {
        // The task needs the counts only, and not this object.
        ItemCounts known = counts;
        return users.mapPartitions(
                rows -> new Ranking(rows, factory.value().create(), known, RankingMeasures.LIST));
    }

    private RankingResult result(String model, RankingTotals totals) {
        if (totals.users() == 0) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "There are no held-out users to recommend anything to",
                    "users of at least 5 items that train users have: none",
                    "ingest the ratings again with more users, or with a greater ingest.validation"
                            + " and ingest.test");
        }
        return new RankingResult(
                model,
                totals.users(),
                totals.measures(),
                totals.coverage(counts),
                totals.novelty(counts));
    }
}
