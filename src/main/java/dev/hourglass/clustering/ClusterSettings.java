package dev.hourglass.clustering;

import static java.util.Objects.requireNonNull;

import dev.hourglass.clustering.dcec.DcecSettings;
import dev.hourglass.clustering.n2d.N2dSettings;
import dev.hourglass.config.Require;

/**
 * The section {@code cluster} of the configuration.
 *
 * @param method how clusters are found
 * @param k how many, 2 to 10,000
 * @param restarts runs from other starting points, of which the best is kept, 1 to 1,000
 * @param maxIterations of one run, 1 to 10,000
 * @param dcec what {@link Method#DCEC} needs besides
 * @param n2d what {@link Method#N2D} needs besides
 */
public record ClusterSettings(
        Method method, int k, int restarts, int maxIterations, DcecSettings dcec, N2dSettings n2d) {
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
        Require.range("cluster.k", k, 2, 10_000);
        Require.range("cluster.restarts", restarts, 1, 1_000);
        Require.range("cluster.max-iterations", maxIterations, 1, 10_000);
        requireNonNull(dcec, "dcec is null");
        requireNonNull(n2d, "n2d is null");
    }

    /** The same, by a method that leaves embeddings as they are. */
    public ClusterSettings ofEmbeddings() {
        return method == Method.DCEC
                ? new ClusterSettings(Method.KMEANS, k, restarts, maxIterations, dcec, n2d)
                : this;
    }
}
