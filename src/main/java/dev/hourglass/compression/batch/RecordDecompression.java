package dev.hourglass.compression.batch;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SourceFolder;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Decompresses a folder of containers, a task for each or, of very many, for a few. */
public final class RecordDecompression {
    /** The folder of the table of damages. */
    public static final String DAMAGES = "damages";

    private final SparkSession spark;
    private final ContainerFolder folder;
    private final CodecPool pool;

    /** A container that needs another model. */
    private record Need(String path, String model, String weightsSha256) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param pool not closed here
     */
    public RecordDecompression(SparkSession spark, ContainerFolder folder, CodecPool pool) {
        this.spark = spark;
        this.folder = folder;
        this.pool = pool;
    }

    /**
     * Writes records and tables.
     *
     * @param target the folder they go to
     * @param maxRejected share of the containers that may be set aside
     * @throws HourglassException with TOO_MANY_REJECTED, or with CONFIGURATION where a container
     *     needs another model
     */
    public DecompressionMetrics run(Path target, double maxRejected) {
        List<String> containers = folder.list();
        requireModel(containers);
        DecompressionTask task =
                new DecompressionTask(
                        folder,
                        pool,
                        Target.of(spark, new Path(target, RecordCompression.RECORDS)));
        // All tables are made from these rows: a container is read once.
        try (TaskRows rows =
                TaskRows.write(
                        spark,
                        SourceFolder.distributed(spark, containers).mapPartitions(task),
                        DamageColumns.SCHEMA,
                        target)) {
            return tables(rows.read(), containers.size(), target, maxRejected);
        }
    }

    private DecompressionMetrics tables(
            Dataset<Row> rows, int containers, Path target, double maxRejected) {
        Rejections rejections =
                new Rejections(rows.filter(col(DamageColumns.REJECTION).isNotNull()));
        rejections.requireFew(containers, maxRejected);
        rejections.write(target);
        rows.filter(col(DamageColumns.REASON).isNotNull())
                .drop(DamageColumns.SAMPLES, DamageColumns.REJECTION)
                .coalesce(1)
                .sortWithinPartitions(DamageColumns.RECORD, DamageColumns.BYTE)
                .write()
                .parquet(new Path(target, DAMAGES).toString());
        Row sums =
                rows.select(
                                count(DamageColumns.SAMPLES),
                                coalesce(sum(DamageColumns.SAMPLES), lit(0L)),
                                count(DamageColumns.REASON),
                                coalesce(sum(DamageColumns.WINDOWS), lit(0L)))
                        .head();
        long damaged =
                rows.filter(col(DamageColumns.REASON).isNotNull())
                        .select(count_distinct(col(DamageColumns.RECORD)))
                        .head()
                        .getLong(0);
        return new DecompressionMetrics(
                pool.model(),
                pool.weightsSha256(),
                sums.getLong(0),
                sums.getLong(1),
                rejections.count(),
                damaged,
                sums.getLong(2),
                sums.getLong(3));
    }

    /** Before any work: a record that was decoded by another model would be noise. */
    private void requireModel(List<String> containers) {
        ContainerFolder source = folder;
        String sha256 = pool.weightsSha256();
        List<Need> needs =
                SourceFolder.distributed(spark, containers)
                        .flatMap(path -> need(source, path, sha256).iterator())
                        .take(1);
        if (!needs.isEmpty()) {
            Need first = needs.get(0);
            String[] model = first.model().split("/");
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A record was compressed with another model than " + pool.model(),
                    "%s: needs the model %s whose weights have the SHA-256 %s"
                            .formatted(first.path(), first.model(), first.weightsSha256()),
                    "give name=%s compression.version=%s, with the store that has this model"
                            .formatted(model[0], model[1]));
        }
    }

    private static List<Need> need(ContainerFolder folder, String path, String sha256)
            throws IOException {
        try {
            HgcHeader header = DecompressionTask.header(folder.files(), path);
            return header.weightsSha256().equals(sha256)
                    ? List.of()
                    : List.of(new Need(path, header.model(), header.weightsSha256()));
        } catch (MalformedContainerException e) {
            // Set aside, with its reason, when it is to be decompressed.
            return List.of();
        }
    }
}
