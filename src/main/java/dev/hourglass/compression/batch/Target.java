package dev.hourglass.compression.batch;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder that executors write records into.
 *
 * @param root in full
 * @param hadoop how its file system is reached
 */
record Target(String root, SerializableConfiguration hadoop) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Target of(SparkSession spark, Path folder) {
        return new Target(
                folder.toString(),
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    }

    FileSystem files() throws IOException {
        FileSystem files = new Path(root).getFileSystem(hadoop.value());
        // As in the store, of which this is a part.
        files.setWriteChecksum(false);
        return files;
    }

    /**
     * @param name below the folder
     */
    Path file(String name) {
        return new Path(root, name);
    }
}
