package dev.hourglass.dataset;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns a source into a stored dataset: splits by hash, shuffles once, writes one Parquet file a
 * shard and split, sets bad input aside, and publishes all of it at once.
 */
public final class Ingestion {
    /** The split that a row was assigned to. */
    static final String ASSIGNED = "_split";

    private static final String ORDER = "_order";

    private final SparkSession spark;
    private final Store store;
    private final IngestSettings settings;
    private final long seed;

    public Ingestion(SparkSession spark, Store store, IngestSettings settings, long seed) {
        this.spark = spark;
        this.store = store;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Reads the source once and publishes the dataset in the place of one that may be there.
     *
     * @param name the dataset's name
     * @param settingsDigest digest of the configuration that decides the rows
     * @throws HourglassException with TOO_MANY_REJECTED, SOURCE_MALFORMED where the source yields
     *     what is no sample, or SOURCE_UNREADABLE where nothing is left to train on, having
     *     published nothing
     */
    public TensorDataset run(String name, SampleSource source, String settingsDigest) {
        return run(
                name,
                source,
                settingsDigest,
                (staging, target) -> staging.replace(target, TensorDataset.MANIFEST));
    }

    /**
     * As {@link #run}, but leaves a dataset alone that has this name already.
     *
     * @throws HourglassException with STORE_CONFLICT where there is one: another run was faster
     */
    public TensorDataset create(String name, SampleSource source, String settingsDigest) {
        return run(
                name,
                source,
                settingsDigest,
                (staging, target) -> staging.publish(target, TensorDataset.MANIFEST));
    }

    private TensorDataset run(
            String name,
            SampleSource source,
            String settingsDigest,
            BiConsumer<Staging, Path> publication) {
        TensorSpec tensor = source.tensorSpec(spark);
        try (Staging staging = store.stage(name, "ingest")) {
            Dataset<Row> shuffled = shuffle(source.read(spark));
            Path data = new Path(staging.path(), "data");
            SampleCensus census = writeSamples(shuffled, tensor, source.pieces(), data);
            checkSamples(census, source);
            checkRejected(shuffled, census, source);
            writeRejected(shuffled, new Path(staging.path(), TensorDataset.REJECTED));
            String samples = census.fingerprint(tensor);
            Path columns = new Path(staging.path(), TensorDataset.COLUMNS);
            String fingerprint =
                    source.columns(spark)
                            .map(table -> ColumnFiles.write(table, columns, samples))
                            .orElse(samples);
            DatasetManifest manifest =
                    new DatasetManifest(
                            DatasetManifest.FORMAT_VERSION,
                            name,
                            tensor,
                            census.counts(),
                            census.rejected(),
                            source.description(),
                            settingsDigest,
                            fingerprint,
                            settings.shards(),
                            settings.rowGroupBytes(),
                            Instant.now().truncatedTo(ChronoUnit.SECONDS));
            checkSplits(manifest, source);
            checkIds(data, source);
            moveSplits(data, staging.path());
            store.writeText(
                    new Path(staging.path(), TensorDataset.MANIFEST), Json.pretty(manifest));
            publication.accept(staging, store.dataset(name));
        }
        return TensorDataset.open(store, name);
    }

    /**
     * Assigns splits and deals the rows to shards, by hashes of ids, so that raw order never
     * counts.
     */
    private Dataset<Row> shuffle(Dataset<Row> rows) {
        Column who = coalesce(col(SampleColumns.GROUP), col(SampleColumns.ID));
        Column uniform =
                xxhash64(lit(seed), who)
                        .bitwiseAND(lit((1L << 40) - 1))
                        .divide(lit((double) (1L << 40)));
        Column split =
                when(
                                lit(settings.keepSplits())
                                        .and(col(SampleColumns.SPLIT).isNotNull()),
                                col(SampleColumns.SPLIT))
                        .when(uniform.lt(settings.test()), Split.TEST.folder())
                        .when(
                                uniform.lt(settings.test() + settings.validation()),
                                Split.VALIDATION.folder())
                        .otherwise(Split.TRAIN.folder());
        Dataset<Row> dealt =
                rows.withColumn(ASSIGNED, split)
                        .drop(SampleColumns.SPLIT)
                        .withColumn(ORDER, xxhash64(col(SampleColumns.ID), lit(seed)))
                        .repartition(settings.shards(), col(ORDER));
        // As an RDD the shuffle has one identity: the jobs that write samples and rejected rows
        // read its files, and the raw data are decoded once.
        return spark.createDataFrame(dealt.javaRDD(), dealt.schema());
    }

    private SampleCensus writeSamples(
            Dataset<Row> shuffled, TensorSpec tensor, Column pieces, Path target) {
        Observation observation = new Observation();
        List<Column> measures = SampleCensus.measures(tensor, pieces);
        Column[] rest = measures.subList(1, measures.size()).toArray(Column[]::new);
        shuffled.observe(observation, measures.get(0), rest)
                .filter(SampleCensus.isSample())
                .drop(SampleColumns.REJECTION)
                .withColumn(SampleColumns.CONTENT_HASH, xxhash64(col(SampleColumns.TENSOR)))
                .sortWithinPartitions(col(ASSIGNED), col(ORDER), col(SampleColumns.ID))
                .drop(ORDER)
                .write()
                .option("parquet.block.size", settings.rowGroupBytes())
                .partitionBy(ASSIGNED)
                .parquet(target.toString());
        return SampleCensus.of(observation);
    }

    private static void checkSamples(SampleCensus census, SampleSource source) {
        if (census.flaw().isPresent()) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The source yields what is no sample",
                    source.description() + "; " + census.flaw().get(),
                    "mend the source: a sample has an id, a tensor of the form that it says, and as"
                            + " its split train, validation, test or none");
        }
    }

    /**
     * Embeddings and results are joined by id. Of what was written, only the ids are read again.
     */
    private void checkIds(Path data, SampleSource source) {
        List<String> repeated =
                spark.read()
                        .parquet(data.toString())
                        .groupBy(SampleColumns.ID)
                        .count()
                        .filter(col("count").gt(1))
                        .select(SampleColumns.ID)
                        .limit(3)
                        .as(Encoders.STRING())
                        .collectAsList();
        if (!repeated.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "Several samples have the same id",
                    source.description() + "; for example " + String.join(", ", repeated),
                    "remove the doubles from the raw data");
        }
    }

    private void checkRejected(Dataset<Row> shuffled, SampleCensus census, SampleSource source) {
        if (census.rejected() > settings.maxRejected() * census.pieces()) {
            String examples =
                    shuffled
                            .filter(not(SampleCensus.isSample()))
                            .select(SampleColumns.REJECTION + ".*")
                            .limit(3)
                            .collectAsList()
                            .stream()
                            .map(Ingestion::describe)
                            .collect(Collectors.joining("; "));
            throw new HourglassException(
                    ErrorCode.TOO_MANY_REJECTED,
                    census.rejected() + " of " + census.pieces() + " pieces of input were rejected",
                    source.description() + "; for example " + examples,
                    "mend or remove them, or allow more with ingest.max-rejected (now "
                            + settings.maxRejected()
                            + ")");
        }
    }

    private static String describe(Row rejection) {
        String position = rejection.getString(1);
        return rejection.getString(0)
                + (position == null ? "" : ", " + position)
                + ": "
                + rejection.getString(2);
    }

    private static void writeRejected(Dataset<Row> shuffled, Path target) {
        shuffled.filter(not(SampleCensus.isSample()))
                .select(SampleColumns.ID, SampleColumns.REJECTION + ".*")
                .write()
                .parquet(target.toString());
    }

    private static void checkSplits(DatasetManifest manifest, SampleSource source) {
        if (manifest.count(Split.TRAIN) == 0) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "No sample came to the train split",
                    source.description() + ": " + manifest.rows() + " samples in all",
                    "give more data, or lower ingest.validation and ingest.test");
        }
    }

    private void moveSplits(Path data, Path staging) {
        try {
            for (Split split : Split.values()) {
                Path written = new Path(data, ASSIGNED + "=" + split.folder());
                if (store.exists(written)
                        && !store.fileSystem().rename(written, new Path(staging, split.folder()))) {
                    throw new IOException(written + " cannot be renamed");
                }
            }
            store.fileSystem().delete(data, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
