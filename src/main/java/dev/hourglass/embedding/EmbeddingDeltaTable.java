package dev.hourglass.embedding;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.store.Json;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import scala.Console;
import scala.Option;

/**
 * The Delta Lake table of a model version. A night that changes anything is one commit, and so one
 * version of the table; the commit's user metadata are the night's {@link EmbeddingManifest}, so
 * that a run that was killed right after its commit is found to be done.
 */
public final class EmbeddingDeltaTable {
    private static final String EXTENSIONS = "spark.sql.extensions";
    private static final String EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    /** What a session must be started with to read and write such tables. */
    public static final Map<String, String> SPARK_SETTINGS =
            Map.of(
                    EXTENSIONS,
                    EXTENSION,
                    "spark.sql.catalog.spark_catalog",
                    "org.apache.spark.sql.delta.catalog.DeltaCatalog");

    private static final String FORMAT = "delta";

    /** Nights are deleted as {@code nightly.keep} says, and by no other's VACUUM. */
    private static final String FOREVER = "interval 36500 days";

    /** Stands in the user metadata of a night's commit, and of no other's. */
    private static final String NIGHT = "\"weights_sha256\"";

    /** Other commits than a night's, such as OPTIMIZE's, that may follow it. */
    private static final int COMMITS = 100;

    /** By how much clocks of machines may differ. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final SparkSession spark;
    private final Path path;

    /**
     * @param path of the table, which need not be there yet
     * @throws HourglassException with CONFIGURATION where the session was not started with {@link
     *     #SPARK_SETTINGS}
     */
    public EmbeddingDeltaTable(SparkSession spark, Path path) {
        if (!isUsable(spark)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Spark was not started to read Delta tables, in one of which the embeddings are",
                    path.toString(),
                    "set embedding.format=delta; where spark.sql.extensions is set, add "
                            + EXTENSION
                            + " to it");
        }
        this.spark = spark;
        this.path = path;
    }

    /** Whether the session was started with {@link #SPARK_SETTINGS}. */
    static boolean isUsable(SparkSession spark) {
        return Arrays.asList(spark.conf().get(EXTENSIONS, "").split("\\s*,\\s*"))
                .contains(EXTENSION);
    }

    Path path() {
        return path;
    }

    /** Whether there is a table. */
    boolean exists() {
        return reading(() -> DeltaTable.isDeltaTable(spark, path.toString()));
    }

    /** The night of the newest commit, if there is a table. */
    public Optional<EmbeddingManifest> last() {
        if (!exists()) {
            return Optional.empty();
        }
        List<Row> commits =
                reading(
                        () ->
                                table().history(COMMITS)
                                        .select("version", "userMetadata")
                                        .collectAsList());
        return commits.stream()
                .filter(commit -> !commit.isNullAt(1) && commit.getString(1).contains(NIGHT))
                .findFirst()
                .map(
                        commit ->
                                EmbeddingManifest.read(commit.getString(1), path)
                                        .inTable(commit.getLong(0)));
    }

    /** The rows as the newest commit left them. */
    public Dataset<Row> rows() {
        return reading(() -> table().toDF());
    }

    /** The rows as a commit left them. */
    public Dataset<Row> rows(long version) {
        return reading(
                () ->
                        spark.read()
                                .format(FORMAT)
                                .option("versionAsOf", version)
                                .load(path.toString()));
    }

    /**
     * Puts rows in the place of all that are there, in one commit.
     *
     * @return the night, in the version that it became
     */
    public EmbeddingManifest write(Dataset<Row> rows, EmbeddingManifest night) {
        return commit(
                night,
                () ->
                        rows.write()
                                .format(FORMAT)
                                .mode("overwrite")
                                .option("delta.logRetentionDuration", FOREVER)
                                .option("delta.deletedFileRetentionDuration", FOREVER)
                                .save(path.toString()));
    }

    /**
     * Brings the table up to date, in one commit; in none where nothing changes.
     *
     * @return the night, in the version that it became
     */
    public EmbeddingManifest merge(Snapshot.Changes changes, EmbeddingManifest night) {
        if (changes.rows().isEmpty()) {
            return night.inTable(last().orElseThrow().deltaVersion());
        }
        Map<String, String> columns = new HashMap<>();
        for (String column : EmbeddingTable.SCHEMA.fieldNames()) {
            columns.put(column, "changes." + column);
        }
        return commit(
                night,
                () ->
                        table().as("kept")
                                .merge(changes.rows().as("changes"), "kept.id = changes.id")
                                .whenMatched("changes." + Snapshot.Changes.GONE)
                                .delete()
                                .whenMatched()
                                .updateExpr(columns)
                                .whenNotMatched("NOT changes." + Snapshot.Changes.GONE)
                                .insertExpr(columns)
                                .execute());
    }

    /** Deletes what no version since then needs. */
    void vacuum(Instant since) {
        Duration kept = Duration.between(since, Instant.now()).plus(SKEW);
        with(
                Map.of(
                        // It would refuse less than FOREVER, which is there for those who do not
                        // know of the nights.
                        "spark.databricks.delta.retentionDurationCheck.enabled",
                        "false",
                        // Spark's 10,000 tasks to list one folder would take minutes.
                        "spark.sql.sources.parallelPartitionDiscovery.parallelism",
                        Integer.toString(spark.sparkContext().defaultParallelism())),
                () ->
                        // It tells standard output, where a job has its summary and no more.
                        Console.withOut(
                                OutputStream.nullOutputStream(),
                                () -> table().vacuum(kept.toMinutes() / 60.0)));
    }

    private EmbeddingManifest commit(EmbeddingManifest night, Runnable change) {
        try {
            with(
                    Map.of("spark.databricks.delta.commitInfo.userMetadata", Json.line(night)),
                    change);
        } catch (DeltaConcurrentModificationException e) {
            throw conflict(e);
        }
        return last().filter(last -> last.inTable(null).equals(night))
                .orElseThrow(() -> conflict(null));
    }

    private HourglassException conflict(Throwable cause) {
        return new HourglassException(
                ErrorCode.STORE_CONFLICT,
                "Another program has changed the Delta table in this moment",
                path.toString(),
                "let nothing but jobs/nightly write to it, and run this job again",
                cause);
    }

    /** Runs with settings of the session, which are taken back then. */
    private void with(Map<String, String> settings, Runnable action) {
        RuntimeConfig configuration = spark.conf();
        Map<String, Option<String>> before = new HashMap<>();
        // What was set, not what holds by default, which some keys have no text for.
        settings.keySet().forEach(key -> before.put(key, configuration.getAll().get(key)));
        settings.forEach(configuration::set);
        try {
            action.run();
        } finally {
            before.forEach(
                    (key, value) -> {
                        if (value.isDefined()) {
                            configuration.set(key, value.get());
                        } else {
                            configuration.unset(key);
                        }
                    });
        }
    }

    private DeltaTable table() {
        return DeltaTable.forPath(spark, path.toString());
    }

    /** What is read of the table's log before any row is. */
    private <T> T reading(Callable<T> action) {
        try {
            return action.call();
        } catch (Exception e) {
            // Delta's own, Spark's and Hadoop's, many of which are declared nowhere.
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The Delta table cannot be read",
                    path + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "restore it from a copy, or delete "
                            + path.getParent()
                            + " and run jobs/nightly",
                    e);
        }
    }
}
