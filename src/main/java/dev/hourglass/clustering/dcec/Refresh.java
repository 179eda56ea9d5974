package dev.hourglass.clustering.dcec;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * What a pass over all rows found under a reference.
 *
 * @param frequencies sums of the memberships, by cluster
 * @param rows how many there are
 * @param changed rows that belong to another cluster than under the reference before; all of them
 *     where there was none
 */
record Refresh(double[] frequencies, long rows, long changed) {
    /** One shard's part. */
    private record Part(int shard, double[] sums, int rows, int changed) implements Serializable {}

    /**
     * Computes the memberships of every shard anew, on the executor that trains it.
     *
     * @param shards their indices, one a partition
     * @param before null where there is none
     */
    static Refresh run(
            JavaRDD<Integer> shards,
            Broadcast<Memberships> memberships,
            Broadcast<Reference> before,
            Broadcast<Reference> now) {
        int clusters = now.value().clusters();
        List<Part> parts =
                shards.map(
                                shard ->
                                        part(
                                                shard,
                                                memberships.value(),
                                                before == null ? null : before.value(),
                                                now.value()))
                        .collect();
        double[] frequencies = new double[clusters];
        long rows = 0;
        long changed = 0;
        // In the order of the shards: the sums' bits depend on it.
        for (Part part : parts) {
            for (int i = 0; i < clusters; i++) {
                frequencies[i] += part.sums[i];
            }
            rows += part.rows;
            changed += part.changed;
        }
        return new Refresh(frequencies, rows, changed);
    }

    /** Share of the rows that changed their cluster. */
    double change() {
        return (double) changed / rows;
    }

    private static Part part(int shard, Memberships memberships, Reference before, Reference now) {
        int clusters = now.clusters();
        // First, while they are still known.
        int[] old =
                before == null
                        ? null
                        : Memberships.clusters(memberships.of(shard, before), clusters);
        float[] values = memberships.of(shard, now);
        int[] assigned = Memberships.clusters(values, clusters);
        int changed = 0;
        for (int row = 0; row < assigned.length; row++) {
            if (old == null || old[row] != assigned[row]) {
                changed++;
            }
        }
        double[] sums = new double[clusters];
        for (int i = 0; i < values.length; i++) {
            sums[i % clusters] += values[i];
        }
        return new Part(shard, sums, assigned.length, changed);
    }
}
