package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Embeddings laid out in a plane by UMAP (McInnes, Healy and Melville 2018).
 *
 * @param points a sample of the rows
 */
public record EmbeddingMap(List<Point> points) {
    public EmbeddingMap {
        points = List.copyOf(points);
    }

    /**
     * One row.
     *
     * @param x coordinate in the layout, without a unit, as is the other
     * @param label its label, where it has one
     * @param cluster its cluster, where one was assigned
     */
    public record Point(double x, double y, Optional<String> label, OptionalInt cluster) {
        public Point {
            requireNonNull(label, "label is null");
            requireNonNull(cluster, "cluster is null");
        }
    }
}
