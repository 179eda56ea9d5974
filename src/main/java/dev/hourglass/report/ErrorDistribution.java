package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Reconstruction errors of single rows.
 *
 * @param split the split whose rows were counted
 * @param edges the edges of the histogram's bins, ascending: one more than bins
 * @param counts the rows in each bin
 * @param mean mean error
 * @param median the error that half the rows stay below
 * @param percentile95 the error that 95 % of the rows stay below
 * @param worst the rows with the largest errors, largest first
 */
public record ErrorDistribution(
        String split,
        List<Double> edges,
        List<Long> counts,
        double mean,
        double median,
        double percentile95,
        List<Reconstruction> worst) {
    /**
     * @throws IllegalArgumentException if there is no bin, or not one edge more than bins
     */
    public ErrorDistribution {
        requireNonNull(split, "split is null");
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        worst = List.copyOf(worst);
        if (counts.isEmpty() || edges.size() != counts.size() + 1) {
            throw new IllegalArgumentException(
                    "a histogram of %d bins has %d edges".formatted(counts.size(), edges.size()));
        }
    }
}
