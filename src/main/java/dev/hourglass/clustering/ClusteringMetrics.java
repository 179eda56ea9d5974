package dev.hourglass.clustering;

import java.util.Optional;

/**
 * What a clustering is worth.
 *
 * @param cost what the method made small: the sum of squared distances to the centres (k-means and
 *     bisecting k-means), the negative log-likelihood (Gaussian mixture); the former for DCEC, too
 * @param silhouette mean silhouette under squared Euclidean distance, −1 to 1
 * @param agreement with the labels, where any row has one
 */
public record ClusteringMetrics(
        double cost, double silhouette, Optional<LabelAgreement> agreement) {}
