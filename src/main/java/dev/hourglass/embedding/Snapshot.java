package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.store.Store;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The embeddings of all rows of a dataset, as files: computed for each of them, or only for those
 * that are new or changed since another snapshot.
 */
public final class Snapshot {
    private static final String BASE_ID = "base_id";
    private static final String BASE_HASH = "base_hash";
    private static final String STATUS = "status";
    private static final String CARRIED = "carried";
    private static final String ADDED = "added";
    private static final String CHANGED = "changed";
    private static final String DELETED = "deleted";

    private final SparkSession spark;
    private final Store store;
    private final TensorDataset dataset;
    private final EmbeddingExtraction extraction;
    private final EmbeddingSettings settings;

    /** A snapshot to be made of {@code dataset} by {@code extraction}. */
    public Snapshot(
            SparkSession spark,
            Store store,
            TensorDataset dataset,
            EmbeddingExtraction extraction,
            EmbeddingSettings settings) {
        this.spark = spark;
        this.store = store;
        this.dataset = dataset;
        this.extraction = extraction;
        this.settings = settings;
    }

    /**
     * Embeds every row.
     *
     * @param scratch a folder for what is written on the way
     * @param target the folder that is written
     */
    public Counts write(Path scratch, Path target) {
        Path embedded = new Path(scratch, "embedded");
        extraction.embed(dataset, dataset.rows(spark)).write().parquet(embedded.toString());
        arrange(spark.read().parquet(embedded.toString()), bytes(embedded), target);
        long rows = spark.read().parquet(target.toString()).count();
        dataset.requireRows(rows, Split.values());
        return new Counts(rows, 0, 0, 0, dataset.manifest().rejected());
    }

    /**
     * Embeds the rows that {@code base} lacks or has with another tensor, and takes the others over
     * from there.
     *
     * @param base a snapshot of an earlier dataset by the same model
     * @param scratch a folder for what is written on the way
     * @param target the folder that is written
     */
    public Counts write(Dataset<Row> base, Path scratch, Path target) {
        Path compared = new Path(scratch, "compared");
        Counts counts = compare(base, compared);
        dataset.requireRows(counts.rows(), Split.values());
        Dataset<Row> known = spark.read().parquet(compared.toString());
        Dataset<Row> rows = known.filter(col(STATUS).equalTo(CARRIED)).drop(STATUS);
        long bytes = bytes(new Path(compared, STATUS + "=" + CARRIED));
        if (counts.added() + counts.changed() > 0) {
            Path embedded = new Path(scratch, "embedded");
            Dataset<Row> missing =
                    known.filter(col(STATUS).notEqual(CARRIED)).select(EmbeddingTable.ID);
            extraction
                    .embed(
                            dataset,
                            dataset.rows(spark)
                                    .join(missing, new String[] {EmbeddingTable.ID}, "left_semi"))
                    .write()
                    .parquet(embedded.toString());
            rows = rows.union(spark.read().parquet(embedded.toString()));
            bytes += bytes(embedded);
        }
        arrange(rows, bytes, target);
        return counts;
    }

    /** Writes which rows are carried over, with their embeddings, and which are to be computed. */
    private Counts compare(Dataset<Row> base, Path target) {
        Dataset<Row> samples =
                dataset.rows(spark)
                        .select(
                                EmbeddingTable.ID,
                                EmbeddingTable.LABEL,
                                EmbeddingTable.CONTENT_HASH);
        Dataset<Row> before =
                base.select(
                        col(EmbeddingTable.ID).as(BASE_ID),
                        col(EmbeddingTable.CONTENT_HASH).as(BASE_HASH),
                        col(EmbeddingTable.EMBEDDING),
                        col(EmbeddingTable.ERROR));
        Column status =
                when(col(EmbeddingTable.ID).isNull(), DELETED)
                        .when(col(BASE_ID).isNull(), ADDED)
                        .when(col(BASE_HASH).equalTo(col(EmbeddingTable.CONTENT_HASH)), CARRIED)
                        .otherwise(CHANGED);
        Observation observation = new Observation();
        samples.join(before, col(EmbeddingTable.ID).equalTo(col(BASE_ID)), "full_outer")
                .withColumn(STATUS, status)
                .observe(
                        observation,
                        number(ADDED),
                        number(CHANGED),
                        number(DELETED),
                        number(CARRIED))
                .filter(col(STATUS).notEqual(DELETED))
                .select(
                        col(EmbeddingTable.ID),
                        when(col(STATUS).equalTo(CARRIED), col(EmbeddingTable.EMBEDDING))
                                .as(EmbeddingTable.EMBEDDING),
                        col(EmbeddingTable.ERROR),
                        col(EmbeddingTable.LABEL),
                        lit(extraction.model()).as(EmbeddingTable.MODEL),
                        lit(dataset.manifest().fingerprint()).as(EmbeddingTable.DATASET),
                        col(EmbeddingTable.CONTENT_HASH),
                        col(STATUS))
                .write()
                .partitionBy(STATUS)
                .parquet(target.toString());
        Map<String, Object> numbers = observed(observation);
        return new Counts(
                (Long) numbers.get(ADDED),
                (Long) numbers.get(CHANGED),
                (Long) numbers.get(DELETED),
                (Long) numbers.get(CARRIED),
                dataset.manifest().rejected());
    }

    /** Brings rows into as many files as they fill, and into order where one is asked for. */
    private void arrange(Dataset<Row> rows, long bytes, Path target) {
        int files = files(bytes);
        Column[] order = settings.sortBy().stream().map(functions::col).toArray(Column[]::new);
        Dataset<Row> arranged =
                order.length == 0
                        ? rows.coalesce(files)
                        : rows.repartitionByRange(files, order).sortWithinPartitions(order);
        arranged.write().parquet(target.toString());
    }

    /** Files of a quarter of the size, where cores would have nothing to write else. */
    private int files(long bytes) {
        long full = Math.round((double) bytes / settings.fileBytes());
        long writers =
                Math.min(
                        spark.sparkContext().defaultParallelism(),
                        4 * bytes / settings.fileBytes());
        return (int) Math.max(1, Math.max(full, writers));
    }

    private long bytes(Path folder) {
        return store.list(folder).stream().mapToLong(FileStatus::getLen).sum();
    }

    private static Column number(String status) {
        return count(when(col(STATUS).equalTo(status), lit(1))).as(status);
    }

    private static Map<String, Object> observed(Observation observation) {
        try {
            return observation.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while embeddings were compared", e);
        }
    }
}
