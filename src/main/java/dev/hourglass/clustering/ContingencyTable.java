package dev.hourglass.clustering;

import java.util.Arrays;
import java.util.List;
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
}
