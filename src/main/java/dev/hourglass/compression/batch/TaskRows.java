package dev.hourglass.compression.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What tasks say of their work, in files: read as often as tables are made of it, while the work is
 * done once.
 */
final class TaskRows implements AutoCloseable {
    private final SparkSession spark;
    private final Path path;

    private TaskRows(SparkSession spark, Path path) {
        this.spark = spark;
        this.path = path;
    }

    /**
     * Does the work.
     *
     * @param rows what the tasks say, which is asked of them here and not again
     * @param folder in which the files are until they are closed
     */
    static TaskRows write(SparkSession spark, JavaRDD<Row> rows, StructType schema, Path folder) {
        TaskRows written = new TaskRows(spark, new Path(folder, "rows"));
        spark.createDataFrame(rows, schema).write().parquet(written.path.toString());
        return written;
    }

    Dataset<Row> read() {
        return spark.read().parquet(path.toString());
    }

    /** Deletes the files. */
    @Override
    public void close() {
        try {
            path.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
