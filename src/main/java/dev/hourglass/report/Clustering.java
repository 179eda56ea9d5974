package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The clusters found in the embeddings.
 *
 * @param method how they were found, in words: {@code k-means}
 * @param clusters all of them
 * @param labelCounts how many rows of each label fell into each cluster; pairs without rows may be
 *     left out; empty where the dataset has no labels
 * @param selection how their number was chosen, where it was not set
 */
public record Clustering(
        String method,
        List<Cluster> clusters,
        List<LabelCount> labelCounts,
        Optional<KSelection> selection) {
    public Clustering {
        requireNonNull(selection, "selection is null");
        requireNonNull(method, "method is null");
        clusters = List.copyOf(clusters);
        labelCounts = List.copyOf(labelCounts);
    }

    /** The rows of all clusters. */
    public long rows() {
        return clusters.stream().mapToLong(Cluster::size).sum();
    }

    /**
     * One cluster.
     *
     * @param id its number
     * @param size its rows
     * @param meanDistance mean Euclidean distance of its rows to its centre, in embedding space
     * @param nearest the samples nearest to its centre, nearest first; may be empty
     * @param farthest those farthest from it, farthest first; may be empty
     */
    public record Cluster(
            int id, long size, double meanDistance, List<Sample> nearest, List<Sample> farthest) {
        public Cluster {
            nearest = List.copyOf(nearest);
            farthest = List.copyOf(farthest);
        }
    }

    /** How many rows of a label fell into a cluster. */
    public record LabelCount(String label, int cluster, long rows) {
        public LabelCount {
            requireNonNull(label, "label is null");
        }
    }
}
