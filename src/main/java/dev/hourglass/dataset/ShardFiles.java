package dev.hourglass.dataset;

import dev.hourglass.source.TensorSpec;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The shards of a split, as executors find them.
 *
 * @param files Parquet files in name order, whose rows are in a shuffled order that was fixed at
 *     ingest
 * @param tensor how their tensors are read
 * @param hadoop how their file system is reached
 */
public record ShardFiles(List<String> files, TensorSpec tensor, SerializableConfiguration hadoop)
        implements Serializable {
    public ShardFiles {
        files = List.copyOf(files);
    }

    /** How many there are. */
    public int count() {
        return files.size();
    }

    /**
     * Copies a shard to this machine.
     *
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where its file cannot be
     *     read, is damaged, or holds a tensor of another form
     */
    public Shard read(int shard) {
        return ShardReader.read(new Path(files.get(shard)), tensor, hadoop.value());
    }
}
