package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The embeddings of files that arrive, {@code streams/<name>/model=<version>/batch=<number>}. A
 * batch is written aside and published by one rename, embeddings and rejected rows together, and
 * one that was published is not published again: every reader sees every row once, whatever happens
 * to the job.
 */
public final class EmbeddingStream {
    /** What the rows' column {@code dataset} says. */
    static final String DATASET = "stream";

    private static final String STREAM = "_stream.json";
    private static final String CHECKPOINT = "_checkpoint";
    private static final String MANIFEST = "_manifest.json";
    private static final String REJECTED = "_rejected";
    private static final String BATCH = "batch=";

    private final Store store;
    private final String name;
    private final Path folder;

    private EmbeddingStream(Store store, String name, Path folder) {
        this.store = store;
        this.name = name;
        this.folder = folder;
    }

    /** Where the stream of a model lies, whether it is there or not. */
    public static Path path(Store store, ModelManifest model) {
        return store.stream(model.name(), model.version());
    }

    /**
     * The stream of a model, which is begun where there is none.
     *
     * @throws HourglassException with STORE_CONFLICT where it was begun with another model, input
     *     or precision, or its checkpoint is not the one that its batches were made with
     */
    public static EmbeddingStream open(Store store, ModelManifest model, StreamInput input) {
        EmbeddingStream stream = new EmbeddingStream(store, model.name(), path(store, model));
        StreamManifest manifest =
                new StreamManifest(
                        StreamManifest.FORMAT_VERSION,
                        model.id(),
                        model.weightsSha256(),
                        EngineSettings.current().precision(),
                        input.folder().toString(),
                        input.format());
        Path file = new Path(stream.folder, STREAM);
        if (store.exists(file)) {
            stream.requireSame(
                    Json.read(
                            store.readText(file),
                            StreamManifest.class,
                            StreamManifest.FORMAT_VERSION,
                            file),
                    manifest);
            stream.requireCheckpoint();
        } else {
            store.replaceText(file, Json.pretty(manifest));
        }
        return stream;
    }

    /** The folder of all batches. */
    public Path folder() {
        return folder;
    }

    /** Where Spark keeps what files it has read. */
    public Path checkpoint() {
        return new Path(folder, CHECKPOINT);
    }

    /**
     * Embeds a batch and publishes it.
     *
     * @param rows of {@link StreamInput#rows}
     * @param number of the batch, which always has the same rows
     * @param beforePublishing is called then, and may throw
     * @return what was published; empty where an earlier run had done so
     */
    public Optional<StreamBatch> append(
            Dataset<Row> rows,
            long number,
            EmbeddingExtraction extraction,
            EmbeddingSettings settings,
            Runnable beforePublishing) {
        SparkSession spark = rows.sparkSession();
        Path target = new Path(folder, BATCH + number);
        if (store.exists(new Path(target, MANIFEST))) {
            return Optional.empty();
        }
        try (Staging staging = store.stage(name, "stream")) {
            Path written = new Path(staging.path(), "batch");
            StreamBatch batch =
                    write(
                            StreamInput.judged(rows, extraction.tensor()),
                            extraction,
                            new EmbeddingFiles(spark, store, settings),
                            new Path(staging.path(), "embedded"),
                            written);
            beforePublishing.run();
            staging.publish(written, target, MANIFEST);
            return Optional.of(batch);
        }
    }

    private StreamBatch write(
            Dataset<Row> judged,
            EmbeddingExtraction extraction,
            EmbeddingFiles files,
            Path embedded,
            Path target) {
        SparkSession spark = judged.sparkSession();
        Observation observation = new Observation();
        Dataset<Row> samples =
                judged.observe(observation, count(col(StreamInput.REASON)).as(REJECTED))
                        .filter(col(StreamInput.REASON).isNull())
                        .withColumn(
                                SampleColumns.CONTENT_HASH, xxhash64(col(SampleColumns.TENSOR)));
        EmbeddingFiles.write(extraction.embed(DATASET, samples), embedded);
        EmbeddingFiles.write(files.arranged(read(spark, embedded), files.bytes(embedded)), target);
        long rejected = (Long) Snapshot.observed(observation).get(REJECTED);
        if (rejected > 0) {
            judged.filter(col(StreamInput.REASON).isNotNull())
                    .select(SampleColumns.ID, StreamInput.PATH, StreamInput.REASON)
                    .write()
                    .parquet(new Path(target, REJECTED).toString());
        }
        StreamBatch batch =
                new StreamBatch(
                        StreamBatch.FORMAT_VERSION,
                        read(spark, target).count(),
                        rejected,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
        store.writeText(new Path(target, MANIFEST), Json.pretty(batch));
        return batch;
    }

    private static Dataset<Row> read(SparkSession spark, Path folder) {
        return spark.read().schema(EmbeddingTable.SCHEMA).parquet(folder.toString());
    }

    private void requireSame(StreamManifest begun, StreamManifest asked) {
        if (!begun.equals(asked)) {
            throw conflict(
                    "The stream was begun with another model or input",
                    "it has " + begun + ", and is asked for " + asked,
                    "train another version, which gets a stream of its own, set the input back, or");
        }
    }

    /** Numbers that a new checkpoint gives would be those of other batches, and lost as such. */
    private void requireCheckpoint() {
        Optional<Integer> last =
                store.list(folder).stream()
                        .map(entry -> entry.getPath().getName())
                        .filter(entry -> entry.startsWith(BATCH))
                        .map(entry -> Integer.valueOf(entry.substring(BATCH.length())))
                        .max(Comparator.naturalOrder());
        if (last.isPresent() && !store.exists(new Path(checkpoint(), "offsets/" + last.get()))) {
            throw conflict(
                    "The stream's checkpoint is not the one that its batches were made with",
                    BATCH + last.get() + " is not in " + checkpoint(),
                    "restore the whole folder from a copy, or");
        }
    }

    private HourglassException conflict(String what, String detail, String mend) {
        return new HourglassException(
                ErrorCode.STORE_CONFLICT,
                what,
                folder + ": " + detail,
                mend + " delete the folder to embed everything again");
    }
}
