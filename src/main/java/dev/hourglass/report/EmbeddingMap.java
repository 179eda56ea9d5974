package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Embeddings projected on their first two principal components.
 *
 * @param points a sample of the rows
 * @param explainedX share of the embeddings' variance along the first component, 0 to 1
 * @param explainedY share along the second
 */
public record EmbeddingMap(List<Point> points, double explainedX, double explainedY) {
    public EmbeddingMap {
        points = List.copyOf(points);
    }

    /**
     * One row.
     *
     * @param x coordinate on the first component
     * @param y coordinate on the second
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
