package dev.hourglass.clustering;

import dev.hourglass.clustering.SelectionSettings.Criterion;
import java.util.List;

/**
 * What was found for several numbers of clusters, and which of them is the best.
 *
 * @param criterion by which it is
 * @param k the best number
 * @param rows that were clustered
 * @param candidates by their number of clusters, ascending
 */
public record Selection(Criterion criterion, int k, long rows, List<Candidate> candidates) {
    public Selection {
        candidates = List.copyOf(candidates);
    }

    /**
     * One number of clusters.
     *
     * @param cost what the method made small
     * @param silhouette mean over the rows, −1 to 1; more is better
     * @param daviesBouldin index, from 0; less is better
     * @param bic less is better
     * @param gap more is better; null where it was not measured
     * @param gapError of the gap; null likewise
     */
    public record Candidate(
            int k,
            double cost,
            double silhouette,
            double daviesBouldin,
            double bic,
            Double gap,
            Double gapError) {}

    /**
     * @param candidates one at least
     */
    static Selection of(Criterion criterion, long rows, List<Candidate> candidates) {
        return new Selection(criterion, best(criterion, candidates).k(), rows, candidates);
    }

    private static Candidate best(Criterion criterion, List<Candidate> candidates) {
        if (criterion == Criterion.GAP) {
            for (int i = 0; i + 1 < candidates.size(); i++) {
                Candidate next = candidates.get(i + 1);
                if (candidates.get(i).gap() >= next.gap() - next.gapError()) {
                    return candidates.get(i);
                }
            }
        }
        return candidates.stream().min(criterion.order()).orElseThrow();
    }
}
