package dev.hourglass.clustering;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Clusters found in an embedding table. Holds the table in Spark's cache until closed; assignments
 * read after that are computed from the table's source again.
 */
public final class ClusteringResult implements AutoCloseable {
    private final Dataset<Row> cached;
    private final Dataset<Row> assignments;
    private final ClusterModel model;
    private final AssignmentCounts counts;
    private final ClusteringMetrics metrics;

    ClusteringResult(
            Dataset<Row> cached,
            Dataset<Row> assignments,
            ClusterModel model,
            AssignmentCounts counts,
            ClusteringMetrics metrics) {
        this.cached = cached;
        this.assignments = assignments;
        this.model = model;
        this.counts = counts;
        this.metrics = metrics;
    }

    /**
     * One row a row of the embedding table:
     *
     * <ul>
     *   <li>{@code id string};
     *   <li>{@code cluster int}: from 0 to k − 1;
     *   <li>{@code confidence float}: for a Gaussian mixture the posterior probability of the
     *       cluster, 1/k to 1; for k-means and bisecting k-means 1 − (distance to the own centre) /
     *       (distance to the nearest other centre), from 0 on a border to 1 on the centre: the
     *       row's silhouette with centres in the place of clusters, and 0 where bisecting leaves
     *       another centre nearer; for DCEC the soft membership, 1/k to 1;
     *   <li>{@code distance float}: Euclidean distance to the cluster's centre;
     *   <li>{@code label string}, nullable, as in the embedding table.
     * </ul>
     */
    public Dataset<Row> assignments() {
        return assignments;
    }

    /** What assigns other embeddings to these clusters. */
    public ClusterModel model() {
        return model;
    }

    /** Rows of each cluster; none of them 0 but where a network was trained to form clusters. */
    public long[] sizes() {
        return counts.sizes();
    }

    public ClusteringMetrics metrics() {
        return metrics;
    }

    /** Releases the cached table. */
    @Override
    public void close() {
        cached.unpersist();
    }
}
