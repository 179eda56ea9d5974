package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the number of clusters was chosen.
 *
 * @param criterion by which, in words: {@code silhouette}, {@code davies-bouldin}, {@code bic} or
 *     {@code gap}
 * @param k the number that was chosen
 * @param rows that were clustered for it
 * @param candidates one at least, by their number of clusters, ascending
 */
public record KSelection(String criterion, int k, long rows, List<Candidate> candidates) {
    public KSelection {
        requireNonNull(criterion, "criterion is null");
        candidates = List.copyOf(candidates);
    }

    /**
     * One number of clusters.
     *
     * @param chosenBy the value of the criterion
     * @param gap where it was measured
     */
    public record Candidate(
            int k,
            double chosenBy,
            double silhouette,
            double daviesBouldin,
            double bic,
            OptionalDouble gap) {}
}
