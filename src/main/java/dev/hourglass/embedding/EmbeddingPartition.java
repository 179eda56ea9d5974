package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.lit;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.time.LocalDate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The finished embeddings of a model and date.
 *
 * @param path the folder of the manifest, and of Parquet files unless the rows are in a Delta table
 * @param manifest what they are
 */
public record EmbeddingPartition(Path path, EmbeddingManifest manifest) {
    /**
     * The rows, in the columns of {@link EmbeddingTable}.
     *
     * @throws HourglassException with STORE_CORRUPT where there are not as many as the manifest
     *     says
     */
    public Dataset<Row> rows(SparkSession spark) {
        Dataset<Row> rows =
                isInTable()
                        // Rows that were taken over say there of which dataset they were written.
                        ? new EmbeddingDeltaTable(spark, data())
                                .rows(manifest.deltaVersion())
                                .withColumn(EmbeddingTable.DATASET, lit(manifest.dataset()))
                        : spark.read().schema(EmbeddingTable.SCHEMA).parquet(path.toString());
        // Counted from the footers of the files.
        long count = rows.count();
        if (count != manifest.counts().rows()) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The embeddings have %d rows instead of %d"
                            .formatted(count, manifest.counts().rows()),
                    path.toString(),
                    "delete the folder and run the job again that wrote it");
        }
        return rows;
    }

    /** Whether the rows are in a Delta table. */
    public boolean isInTable() {
        return manifest.deltaVersion() != null;
    }

    /** The folder that the rows are in: this one, or that of the Delta table. */
    public Path data() {
        return isInTable() ? EmbeddingStore.table(path.getParent()) : path;
    }

    /** The partition's date. */
    public LocalDate date() {
        return manifest.date();
    }

    /** The model's version. */
    public int version() {
        String model = manifest.model();
        return Integer.parseInt(model.substring(model.lastIndexOf('/') + 1));
    }

    /** Below the folder of all partitions of the name: {@code model=3/date=2026-01-31}. */
    public String relativePath() {
        return path.getParent().getName() + "/" + path.getName();
    }
}
