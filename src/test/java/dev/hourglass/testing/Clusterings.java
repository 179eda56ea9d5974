package dev.hourglass.testing;

import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.SelectionSettings;
import dev.hourglass.clustering.dcec.DcecSettings;
import dev.hourglass.clustering.n2d.N2dSettings;

/** Settings of clusterings. */
public final class Clusterings {
    private Clusterings() {}

    /** The defaults but for these. */
    public static ClusterSettings settings(
            ClusterSettings.Method method, Integer k, int restarts, int maxIterations) {
        return new ClusterSettings(
                method,
                k,
                restarts,
                maxIterations,
                new SelectionSettings(SelectionSettings.Criterion.SILHOUETTE, 2, 15, 10_000, 10),
                new DcecSettings(0.1, 256, 10, 140, 20_000, 0.001, 0.001),
                new N2dSettings(20_000, 10, 20, 0.1));
    }
}
