package dev.hourglass.clustering.n2d;

import dev.hourglass.config.Require;
import java.io.Serializable;

/**
 * The section {@code cluster.n2d} of the configuration.
 *
 * @param sample rows that UMAP lays out at most, on the driver; the others are placed among them
 * @param dimensions of the layout
 * @param neighbours of each row whose distances the layout preserves
 * @param minDistance how near rows may come to each other in the layout
 */
public record N2dSettings(int sample, int dimensions, int neighbours, double minDistance)
        implements Serializable {
    public N2dSettings {
        Require.range("cluster.n2d.sample", sample, 10, 1_000_000);
        Require.range("cluster.n2d.dimensions", dimensions, 2, 100);
        Require.range("cluster.n2d.neighbours", neighbours, 2, 200);
        // The library finds no curve for less, and lays rows out at random.
        Require.range("cluster.n2d.min-distance", minDistance, 0.05, 0.99);
    }
}
