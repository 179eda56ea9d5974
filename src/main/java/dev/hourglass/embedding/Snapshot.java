package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.store.Store;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The embeddings of all rows of a dataset, as files: computed for each of them, or only for those
 * that are new or changed since another snapshot. Or what has changed alone, for a table that keeps
 * the rest itself.
 */
public final class Snapshot {
    private static final String BASE_ID = "base_id";
    private static final String BASE_HASH = "base_hash";
    private static final String BASE_LABEL = "base_label";
    private static final String STATUS = "status";
    private static final String CARRIED = "carried";
    private static final String ADDED = "added";
    private static final String CHANGED = "changed";
    private static final String DELETED = "deleted";

    private static final StructType COMPARED =
            new StructType()
                    .add(EmbeddingTable.ID, DataTypes.StringType, false)
                    .add(EmbeddingTable.LABEL, DataTypes.StringType, true)
                    .add(STATUS, DataTypes.StringType, false);

    private final SparkSession spark;
    private final TensorDataset dataset;
    private final EmbeddingExtraction extraction;
    private final EmbeddingFiles files;

    /**
     * What makes the embeddings of the dataset of those that a table has.
     *
     * @param counts what becomes of how many rows
     * @param rows those to be put into the table or in the place of the one with the same id, and
     *     those to be deleted, which have nothing but an id; in the columns of {@link
     *     EmbeddingTable} and {@link #GONE}
     * @param result the embeddings of the dataset
     */
    public record Changes(Counts counts, Dataset<Row> rows, Dataset<Row> result) {
        /** Column: whether the row is to be deleted. */
        static final String GONE = "gone";
    }

    /** What was written: what became of how many rows, and what they are like. */
    public record Written(Counts counts, EmbeddingStatistics statistics) {}

    /** A snapshot to be made of {@code dataset} by {@code extraction}. */
    public Snapshot(
            SparkSession spark,
            Store store,
            TensorDataset dataset,
            EmbeddingExtraction extraction,
            EmbeddingSettings settings) {
        this.spark = spark;
        this.dataset = dataset;
        this.extraction = extraction;
        this.files = new EmbeddingFiles(spark, store, settings);
    }

    /**
     * Embeds every row.
     *
     * @param scratch a folder for what is written on the way
     * @param target the folder that is written
     */
    public Written write(Path scratch, Path target) {
        Path embedded = new Path(scratch, "embedded");
        EmbeddingFiles.write(extraction.embed(dataset, dataset.rows(spark)), embedded);
        EmbeddingStatistics.Observed observed =
                write(
                        spark.read().schema(EmbeddingTable.SCHEMA).parquet(embedded.toString()),
                        files.bytes(embedded),
                        target);
        dataset.requireRows(observed.count(), Split.values());
        return new Written(
                new Counts(observed.count(), 0, 0, 0, dataset.manifest().rejected()),
                observed.statistics());
    }

    /**
     * Embeds the rows that {@code base} lacks or has with another tensor, and takes the others over
     * from there.
     *
     * @param base a snapshot of an earlier dataset by the same model
     * @param scratch a folder for what is written on the way
     * @param target the folder that is written
     */
    public Written write(Dataset<Row> base, Path scratch, Path target) {
        Changes changes = changes(base, scratch);
        Dataset<Row> rows =
                changes.result()
                        .withColumn(EmbeddingTable.DATASET, lit(dataset.manifest().fingerprint()));
        EmbeddingStatistics.Observed observed = write(rows, bytes(base), target);
        return new Written(changes.counts(), observed.statistics());
    }

    /** About what a snapshot takes that few rows of another have changed in. */
    private long bytes(Dataset<Row> base) {
        return Stream.of(base.inputFiles())
                .map(file -> new Path(URI.create(file)))
                .mapToLong(files::bytes)
                .sum();
    }

    private EmbeddingStatistics.Observed write(Dataset<Row> rows, long bytes, Path target) {
        Observation observation = new Observation();
        EmbeddingFiles.write(
                EmbeddingStatistics.observe(files.arranged(rows, bytes), observation), target);
        return EmbeddingStatistics.observed(observation);
    }

    /**
     * Embeds the rows that {@code base} lacks or has with another tensor.
     *
     * @param base as for {@link #write(Dataset, Path, Path)}
     * @param scratch a folder for what is written on the way, which {@link Changes} is read from
     */
    public Changes changes(Dataset<Row> base, Path scratch) {
        Path compared = new Path(scratch, "compared");
        Counts counts = compare(base, compared);
        Dataset<Row> known = read(compared);
        Dataset<Row> rows =
                relabelled(known, base)
                        .unionByName(embedMissing(known, counts, new Path(scratch, "embedded")))
                        .withColumn(Changes.GONE, lit(false))
                        .unionByName(
                                known.filter(col(STATUS).equalTo(DELETED))
                                        .select(col(EmbeddingTable.ID), lit(true).as(Changes.GONE)),
                                true);
        Dataset<Row> result =
                base.join(
                                known.select(EmbeddingTable.ID),
                                new String[] {EmbeddingTable.ID},
                                "left_anti")
                        .unionByName(rows.filter(not(col(Changes.GONE))).drop(Changes.GONE));
        return new Changes(counts, rows, result);
    }

    /** Rows whose embeddings stay, with the labels and of the dataset that they have now. */
    private Dataset<Row> relabelled(Dataset<Row> known, Dataset<Row> base) {
        Dataset<Row> labels =
                known.filter(col(STATUS).equalTo(CARRIED))
                        .select(EmbeddingTable.ID, EmbeddingTable.LABEL);
        return base.drop(EmbeddingTable.LABEL)
                .join(labels, EmbeddingTable.ID)
                .withColumn(EmbeddingTable.DATASET, lit(dataset.manifest().fingerprint()));
    }

    /** Embeds those rows of a comparison that are to be computed, if there are any. */
    private Dataset<Row> embedMissing(Dataset<Row> known, Counts counts, Path target) {
        if (counts.added() + counts.changed() == 0) {
            return spark.createDataFrame(List.of(), EmbeddingTable.SCHEMA);
        }
        Dataset<Row> missing =
                known.filter(col(STATUS).isin(ADDED, CHANGED)).select(EmbeddingTable.ID);
        EmbeddingFiles.write(
                extraction.embed(
                        dataset,
                        dataset.rows(spark)
                                .join(missing, new String[] {EmbeddingTable.ID}, "left_semi")),
                target);
        return spark.read().parquet(target.toString());
    }

    /** A comparison, which may have no rows and so no files. */
    private Dataset<Row> read(Path compared) {
        return spark.read().schema(COMPARED).parquet(compared.toString());
    }

    /**
     * Writes which rows are to be computed, which have another label, and which the dataset has no
     * more. Those that stay as they are, most of them, are not among these: their embeddings are
     * not even read.
     */
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
                        col(EmbeddingTable.LABEL).as(BASE_LABEL));
        Column status =
                when(col(EmbeddingTable.ID).isNull(), DELETED)
                        .when(col(BASE_ID).isNull(), ADDED)
                        .when(col(BASE_HASH).equalTo(col(EmbeddingTable.CONTENT_HASH)), CARRIED)
                        .otherwise(CHANGED);
        Column same =
                col(STATUS)
                        .equalTo(CARRIED)
                        .and(col(BASE_LABEL).eqNullSafe(col(EmbeddingTable.LABEL)));
        Observation observation = new Observation();
        Dataset<Row> compared =
                samples.join(before, col(EmbeddingTable.ID).equalTo(col(BASE_ID)), "full_outer")
                        .withColumn(STATUS, status)
                        .observe(
                                observation,
                                number(ADDED),
                                number(CHANGED),
                                number(DELETED),
                                number(CARRIED))
                        .filter(not(same))
                        .select(
                                coalesce(col(EmbeddingTable.ID), col(BASE_ID))
                                        .as(EmbeddingTable.ID),
                                col(EmbeddingTable.LABEL),
                                col(STATUS));
        EmbeddingFiles.writer(compared).parquet(target.toString());
        Map<String, Object> numbers = observed(observation);
        Counts counts =
                new Counts(
                        (Long) numbers.get(ADDED),
                        (Long) numbers.get(CHANGED),
                        (Long) numbers.get(DELETED),
                        (Long) numbers.get(CARRIED),
                        dataset.manifest().rejected());
        dataset.requireRows(counts.rows(), Split.values());
        return counts;
    }

    private static Column number(String status) {
        return count(when(col(STATUS).equalTo(status), lit(1))).as(status);
    }

    /** What was observed of rows that have been written. */
    static Map<String, Object> observed(Observation observation) {
        try {
            return observation.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while embeddings were written", e);
        }
    }
}
