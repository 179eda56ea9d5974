package dev.hourglass.clustering.dcec;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What a worker trains.
 *
 * @param index of the shard
 * @param reference of the targets
 * @param frequencies sums of all rows' memberships under that reference, by cluster
 */
record DcecShard(int index, Broadcast<Reference> reference, double[] frequencies)
        implements Serializable {}
