package dev.hourglass.recommendation;

import java.util.Map;

/**
 * What a model's lists are worth.
 *
 * @param users who were held out and had enough items
 * @param measures by the names that {@link RankingMeasures} gives them
 * @param coverage share of the items that train users have which are in the first 20 of any list
 * @param novelty mean self-information of the items in the first 20 of the lists, in bits: −log₂ of
 *     the share of train users who have the item
 */
public record RankingResult(
        String model, long users, Map<String, Estimate> measures, double coverage, double novelty) {
    /** The measure that settings are chosen by. */
    double ndcg() {
        return measures.get(RankingMeasures.NDCG_100).mean();
    }
}
