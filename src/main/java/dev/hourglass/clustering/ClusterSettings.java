package dev.hourglass.clustering;

import static java.util.Objects.requireNonNull;

import dev.hourglass.clustering.dcec.DcecSettings;
import dev.hourglass.clustering.n2d.N2dSettings;
import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * The section {@code cluster} of the configuration.
 *
 * @param method how clusters are found
 * @param k how many, 2 to 10,000; null where that is to be selected
 * @param restarts runs from other starting points, of which the best is kept, 1 to 1,000
 * @param maxIterations of one run, 1 to 10,000
 * @param selection of the number of clusters
 * @param dcec what {@link Method#DCEC} needs besides
 * @param n2d what {@link Method#N2D} needs besides
 */
public record ClusterSettings(
        Method method,
        Integer k,
        int restarts,
        int maxIterations,
        SelectionSettings selection,
        DcecSettings dcec,
        N2dSettings n2d) {
    /** How clusters are found. */
    public enum Method {
        /** Lloyd's algorithm, started by k-means|| (Bahmani et al. 2012). */
        KMEANS,
        /** Bisecting k-means (Steinbach, Karypis and Kumar 2000). */
        BISECTING,
        /** A mixture of Gaussians with full covariances, by expectation maximisation. */
        GMM,
        /** The autoencoder is trained on, so that its codes form clusters; begins with k-means. */
        DCEC,
        /** A mixture of Gaussians in a layout by UMAP (McConville et al. 2021). */
        N2D
    }

    public ClusterSettings {
        requireNonNull(method, "method is null");
        if (k != null) {
            Require.range("cluster.k", k, 2, 10_000);
        }
        Require.range("cluster.restarts", restarts, 1, 1_000);
        Require.range("cluster.max-iterations", maxIterations, 1, 10_000);
        requireNonNull(selection, "selection is null");
        if (k == null
                && selection.criterion() == SelectionSettings.Criterion.GAP
                && isMixture(method)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The gap is defined for clusters around centres, not for mixtures",
                    "cluster.selection.criterion",
                    "give silhouette, davies-bouldin or bic, or another cluster.method");
        }
        requireNonNull(dcec, "dcec is null");
        requireNonNull(n2d, "n2d is null");
    }

    private static boolean isMixture(Method method) {
        return method == Method.GMM || method == Method.N2D;
    }

    /** The same, by a method that leaves embeddings as they are. */
    public ClusterSettings ofEmbeddings() {
        return method == Method.DCEC ? with(Method.KMEANS, k) : this;
    }

    /** The same with so many clusters. */
    public ClusterSettings with(int clusters) {
        return with(method, clusters);
    }

    private ClusterSettings with(Method other, Integer clusters) {
        return new ClusterSettings(other, clusters, restarts, maxIterations, selection, dcec, n2d);
    }
}
