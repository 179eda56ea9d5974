package dev.hourglass.clustering;

import static dev.hourglass.clustering.Assignment.CLUSTER;
import static dev.hourglass.embedding.EmbeddingTable.LABEL;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many rows came to be in which cluster.
 *
 * @param sizes of all clusters, some of which may be 0
 * @param contingency rows by cluster and label, where any row has a label
 */
public record AssignmentCounts(long[] sizes, Optional<ContingencyTable> contingency) {
    /**
     * Counts in one pass.
     *
     * @param assigned with the columns {@code cluster} and {@code label}
     * @param k how many clusters there are
     */
    public static AssignmentCounts of(Dataset<Row> assigned, int k) {
        List<Row> cells = assigned.groupBy(CLUSTER, LABEL).count().collectAsList();
        long[] sizes = new long[k];
        cells.forEach(cell -> sizes[cell.getInt(0)] += cell.getLong(2));
        return new AssignmentCounts(sizes, contingency(cells, k));
    }

    /** How well the clusters agree with the labels, where any row has one. */
    public Optional<LabelAgreement> agreement() {
        return contingency.map(LabelAgreement::of);
    }

    private static Optional<ContingencyTable> contingency(List<Row> cells, int k) {
        List<String> labels =
                cells.stream()
                        .map(cell -> cell.getString(1))
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList();
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        long[][] counts = new long[k][labels.size()];
        for (Row cell : cells) {
            if (!cell.isNullAt(1)) {
                int label = Collections.binarySearch(labels, cell.getString(1));
                counts[cell.getInt(0)][label] = cell.getLong(2);
            }
        }
        return Optional.of(new ContingencyTable(labels, counts));
    }
}
