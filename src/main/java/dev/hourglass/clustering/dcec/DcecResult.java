package dev.hourglass.clustering.dcec;

import dev.hourglass.training.EpochMetrics;
import java.util.List;

/**
 * A network that was trained to cluster.
 *
 * @param parameters of the autoencoder, as {@link dev.hourglass.network.Autoencoder#of} takes them
 * @param centres of the clusters, by [cluster, element]
 * @param passes what was trained between two refreshes of the targets
 * @param change share of the rows that changed their cluster in the last of them
 * @param converged whether that is below the tolerance; otherwise the steps were used up
 */
public record DcecResult(
        float[] parameters,
        double[][] centres,
        List<EpochMetrics> passes,
        double change,
        boolean converged) {}
