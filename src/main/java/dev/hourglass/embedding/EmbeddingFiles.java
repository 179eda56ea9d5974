package dev.hourglass.embedding;

import dev.hourglass.store.Store;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Writes embeddings to files of the size, and in the order, that the configuration asks for. */
final class EmbeddingFiles {
    private static final String DICTIONARY = "parquet.enable.dictionary#";

    private final SparkSession spark;
    private final Store store;
    private final EmbeddingSettings settings;

    EmbeddingFiles(SparkSession spark, Store store, EmbeddingSettings settings) {
        this.spark = spark;
        this.store = store;
        this.settings = settings;
    }

    /**
     * Brings rows into as many partitions as they fill files, and into order where one is asked
     * for.
     *
     * @param bytes that they take as Parquet
     */
    Dataset<Row> arranged(Dataset<Row> rows, long bytes) {
        int files = number(bytes);
        Column[] order = settings.sortBy().stream().map(functions::col).toArray(Column[]::new);
        return order.length == 0
                ? rows.coalesce(files)
                : rows.repartitionByRange(files, order).sortWithinPartitions(order);
    }

    /** Writes each partition to a file. */
    static void write(Dataset<Row> rows, Path target) {
        writer(rows).parquet(target.toString());
    }

    /** Tells Parquet not to look for values that come again in columns that have none. */
    static DataFrameWriter<Row> writer(Dataset<Row> rows) {
        return rows.write()
                .option(DICTIONARY + EmbeddingTable.ID, false)
                .option(DICTIONARY + EmbeddingTable.EMBEDDING + ".list.element", false)
                .option(DICTIONARY + EmbeddingTable.ERROR, false)
                .option(DICTIONARY + EmbeddingTable.CONTENT_HASH, false);
    }

    /** What the files of a folder take. */
    long bytes(Path folder) {
        return store.list(folder).stream().mapToLong(FileStatus::getLen).sum();
    }

    /** Files of a quarter of the size, where cores would have nothing to write else. */
    private int number(long bytes) {
        long full = Math.round((double) bytes / settings.fileBytes());
        long writers =
                Math.min(
                        spark.sparkContext().defaultParallelism(),
                        4 * bytes / settings.fileBytes());
        return (int) Math.max(1, Math.max(full, writers));
    }
}
