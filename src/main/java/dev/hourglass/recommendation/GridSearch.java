package dev.hourglass.recommendation;

import java.util.List;
import java.util.function.Function;

/** Chooses a model's settings by what they are worth to validation users. */
final class GridSearch {
    private GridSearch() {}

    /** The settings of the highest NDCG@100; of equal ones the first. */
    static <S> S best(List<S> grid, Function<S, RankingResult> validation) {
        S best = grid.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (S settings : grid) {
            double ndcg = validation.apply(settings).ndcg();
            if (ndcg > highest) {
                highest = ndcg;
                best = settings;
            }
        }
        return best;
    }
}
