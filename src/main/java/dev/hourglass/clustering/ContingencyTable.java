package dev.hourglass.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many rows of each label each cluster holds: the confusion matrix of a clustering.
 *
 * @param labels the distinct labels, sorted
 * @param counts rows by [cluster, label]
 */
public record ContingencyTable(List<String> labels, long[][] counts) {
    public ContingencyTable {
        labels = List.copyOf(labels);
    }

    /** Labelled rows. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** Labelled rows of each cluster. */
    long[] clusterTotals() {
        return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    }

    /** Rows of each label. */
    long[] labelTotals() {
        return IntStream.range(0, labels.size())
                .mapToLong(label -> Arrays.stream(counts).mapToLong(row -> row[label]).sum())
                .toArray();
    }

    /**
     * The label that each cluster stands for when every label is given to at most one cluster and
     * as many rows as possible lie in the cluster of their label (the Hungarian method). Empty for
     * a cluster that no label, or no label of its rows, is left for.
     */
    public List<Optional<String>> clusterLabels() {
        int[] matching = HungarianMethod.maximise(counts);
        return IntStream.range(0, counts.length)
                .mapToObj(cluster -> clusterLabel(cluster, matching[cluster]))
                .toList();
    }

    private Optional<String> clusterLabel(int cluster, int label) {
        return label == HungarianMethod.UNMATCHED || counts[cluster][label] == 0
                ? Optional.empty()
                : Optional.of(labels.get(label));
    }
}
