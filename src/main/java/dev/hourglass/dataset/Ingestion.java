package dev.hourglass.dataset;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns a source into a stored dataset: splits by hash, shuffles once, writes one Parquet file a
 * shard and split, sets bad input aside, and publishes all of it at once.
 */
public final class Ingestion {
    private static final String ORDER = "_order";
    private static final String WHOLE = "_split";

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
     * @throws HourglassException with TOO_MANY_REJECTED or SOURCE_MALFORMED, having published
     *     nothing
     */
    public TensorDataset run(String name, SampleSource source, String settingsDigest) {
        return run(name, source, settingsDigest, Staging::replace);
    }

    /**
     * As {@link #run}, but leaves a dataset alone that has this name already.
     *
     * @throws HourglassException with STORE_CONFLICT where there is one: another run was faster
     */
    public TensorDataset create(String name, SampleSource source, String settingsDigest) {
        return run(name, source, settingsDigest, Staging::publish);
    }

    private TensorDataset run(
            String name,
            SampleSource source,
            String settingsDigest,
            BiConsumer<Staging, Path> publication) {
        TensorSpec tensor = source.tensorSpec(spark);
        try (Staging staging = store.stage(name, "ingest")) {
            Dataset<Row> shuffled = shuffle(source.read(spark));
            Observation observation = new Observation();
            writeSamples(shuffled, observation, new Path(staging.path(), "data"));
            Map<String, Object> observed = await(observation);
            long rejected = checkRejected(shuffled, observed, source);
            writeRejected(shuffled, new Path(staging.path(), TensorDataset.REJECTED));
            DatasetManifest manifest =
                    new DatasetManifest(
                            DatasetManifest.FORMAT_VERSION,
                            name,
                            tensor,
                            counts(observed),
                            rejected,
                            source.description(),
                            settingsDigest,
                            fingerprint(tensor, observed),
                            settings.shards(),
                            settings.rowGroupBytes(),
                            Instant.now().truncatedTo(ChronoUnit.SECONDS));
            checkSplits(manifest, source);
            moveSplits(staging.path());
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
                when(col(SampleColumns.SPLIT).isNotNull(), col(SampleColumns.SPLIT))
                        .when(uniform.lt(settings.test()), Split.TEST.folder())
                        .when(
                                uniform.lt(settings.test() + settings.validation()),
                                Split.VALIDATION.folder())
                        .otherwise(Split.TRAIN.folder());
        Dataset<Row> dealt =
                rows.withColumn(WHOLE, split)
                        .drop(SampleColumns.SPLIT)
                        .withColumn(ORDER, xxhash64(col(SampleColumns.ID), lit(seed)))
                        .repartition(settings.shards(), col(ORDER));
        // As an RDD the shuffle has one identity: the jobs that write samples and rejected rows
        // read its
        // files, and the raw data are decoded once.
        return spark.createDataFrame(dealt.javaRDD(), dealt.schema());
    }

    private void writeSamples(Dataset<Row> shuffled, Observation observation, Path target) {
        List<Column> measures = new ArrayList<>();
        for (Split split : Split.values()) {
            measures.add(
                    count(when(isSample().and(col(WHOLE).equalTo(split.folder())), lit(1)))
                            .as(split.folder()));
        }
        measures.add(count(when(isSample(), lit(1))).as("samples"));
        measures.add(hashSum(1).as("hash1"));
        measures.add(hashSum(2).as("hash2"));
        shuffled.observe(observation, count(lit(1)).as("rows"), measures.toArray(Column[]::new))
                .filter(isSample())
                .drop(SampleColumns.REJECTION)
                .sortWithinPartitions(col(WHOLE), col(ORDER), col(SampleColumns.ID))
                .drop(ORDER)
                .write()
                .option("parquet.block.size", settings.rowGroupBytes())
                .partitionBy(WHOLE)
                .parquet(target.toString());
    }

    private static Map<String, Object> await(Observation observation) {
        try {
            return observation.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the dataset was counted", e);
        }
    }

    private static Column isSample() {
        return col(SampleColumns.REJECTION).isNull();
    }

    /** The sum, modulo 2⁶⁴, of a hash of every sample: the same in whatever order they come. */
    private static Column hashSum(int salt) {
        Column none = lit("\u0000");
        return sum(
                when(
                        isSample(),
                        xxhash64(
                                lit(salt),
                                col(SampleColumns.ID),
                                coalesce(col(SampleColumns.GROUP), none),
                                coalesce(col(SampleColumns.LABEL), none),
                                col(WHOLE),
                                col(SampleColumns.TENSOR))));
    }

    private static String fingerprint(TensorSpec tensor, Map<String, Object> observed) {
        String canonical =
                String.join(
                        "|",
                        tensor.dtype().toString(),
                        tensor.shape().toString(),
                        Double.toString(tensor.scale()),
                        Double.toString(tensor.offset()),
                        String.valueOf(observed.get("samples")),
                        String.valueOf(observed.get("hash1")),
                        String.valueOf(observed.get("hash2")));
        return DigestUtils.sha256Hex(canonical).substring(0, 32);
    }

    private long checkRejected(
            Dataset<Row> shuffled, Map<String, Object> observed, SampleSource source) {
        long rows = (Long) observed.get("rows");
        long rejected = rows - (Long) observed.get("samples");
        if (rejected > settings.maxRejected() * rows) {
            String examples =
                    shuffled
                            .filter(isSample().unary_$bang())
                            .select(SampleColumns.REJECTION + ".*")
                            .limit(3)
                            .collectAsList()
                            .stream()
                            .map(Ingestion::describe)
                            .collect(Collectors.joining("; "));
            throw new HourglassException(
                    ErrorCode.TOO_MANY_REJECTED,
                    rejected + " of " + rows + " pieces of input were rejected",
                    source.description() + "; for example " + examples,
                    "mend or remove them, or allow more with ingest.max-rejected (now "
                            + settings.maxRejected()
                            + ")");
        }
        return rejected;
    }

    private static String describe(Row rejection) {
        String position = rejection.getString(1);
        return rejection.getString(0)
                + (position == null ? "" : ", " + position)
                + ": "
                + rejection.getString(2);
    }

    private static void writeRejected(Dataset<Row> shuffled, Path target) {
        shuffled.filter(isSample().unary_$bang())
                .select(SampleColumns.ID, SampleColumns.REJECTION + ".*")
                .write()
                .parquet(target.toString());
    }

    private static Map<String, Long> counts(Map<String, Object> observed) {
        Map<String, Long> counts = new TreeMap<>();
        for (Split split : Split.values()) {
            counts.put(split.folder(), (Long) observed.get(split.folder()));
        }
        return counts;
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

    private void moveSplits(Path staging) {
        try {
            Path data = new Path(staging, "data");
            for (Split split : Split.values()) {
                Path written = new Path(data, WHOLE + "=" + split.folder());
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
