package dev.hourglass.dataset;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/** A stored dataset: Parquet shards by split, and the manifest that says how to read them. */
public final class TensorDataset {
    static final String MANIFEST = "manifest.json";
    static final String REJECTED = "rejected";
    static final String COLUMNS = "columns";

    private final Store store;
    private final Path folder;
    private final DatasetManifest manifest;

    private TensorDataset(Store store, Path folder, DatasetManifest manifest) {
        this.store = store;
        this.folder = folder;
        this.manifest = manifest;
    }

    /** The dataset of this name, if the store has it. */
    public static Optional<TensorDataset> find(Store store, String name) {
        Path folder = store.dataset(name);
        Path file = new Path(folder, MANIFEST);
        if (!store.exists(file)) {
            return Optional.empty();
        }
        DatasetManifest manifest =
                Json.read(
                        store.readText(file),
                        DatasetManifest.class,
                        DatasetManifest.FORMAT_VERSION,
                        file);
        return Optional.of(new TensorDataset(store, folder, manifest));
    }

    /**
     * The dataset of this name.
     *
     * @throws HourglassException with MISSING_INPUT where the store has none
     */
    public static TensorDataset open(Store store, String name) {
        return find(store, name)
                .orElseThrow(
                        () ->
                                new HourglassException(
                                        ErrorCode.MISSING_INPUT,
                                        "The store has no dataset of this name",
                                        store.dataset(name).toString(),
                                        "run jobs/ingest with the same configuration first"));
    }

    /**
     * Compares what was read with what was stored: Spark reads the files that it finds.
     *
     * @param rows found in these splits together
     * @throws HourglassException with STORE_CORRUPT where there should have been more or fewer
     */
    public void requireRows(long rows, Split... splits) {
        long expected = Arrays.stream(splits).mapToLong(manifest::count).sum();
        if (rows != expected) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The dataset has " + rows + " rows instead of " + expected,
                    folder + ": " + Arrays.toString(splits),
                    "ingest the data again, or restore the dataset's folder from a copy");
        }
    }

    public DatasetManifest manifest() {
        return manifest;
    }

    public Path folder() {
        return folder;
    }

    /**
     * The shards of a split in name order: one Parquet file each, rows in a shuffled order that was
     * fixed at ingest.
     */
    public List<Path> shards(Split split) {
        List<Path> files = new ArrayList<>();
        for (FileStatus entry : store.list(new Path(folder, split.folder()))) {
            if (entry.isFile() && entry.getPath().getName().endsWith(".parquet")) {
                files.add(entry.getPath());
            }
        }
        return files;
    }

    /**
     * The shards of a split, to be read by executors.
     *
     * @throws HourglassException with MISSING_INPUT where the split is empty
     */
    public ShardFiles shardFiles(Split split) {
        List<String> files = shards(split).stream().map(Path::toString).toList();
        if (files.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "The dataset has no " + split.folder() + " rows",
                    folder.toString(),
                    "ingest it again with more data or other ingest.validation and ingest.test");
        }
        return new ShardFiles(
                files,
                manifest.tensor(),
                new SerializableConfiguration(store.fileSystem().getConf()));
    }

    /** Every row with its split, in the columns {@code id, group, label, tensor, …, split}. */
    public Dataset<Row> rows(SparkSession spark) {
        Dataset<Row> all = null;
        for (Split split : Split.values()) {
            if (manifest.count(split) > 0) {
                Dataset<Row> rows =
                        rows(spark, split).withColumn("split", functions.lit(split.folder()));
                all = all == null ? rows : all.union(rows);
            }
        }
        return all;
    }

    /** The rows of one split, which must not be empty. */
    public Dataset<Row> rows(SparkSession spark, Split split) {
        return spark.read().parquet(new Path(folder, split.folder()).toString());
    }

    /**
     * Rows of one split, which must not be empty: always the same ones, chosen by a hash of their
     * ids.
     *
     * @param rows at most
     */
    public Dataset<Row> sample(SparkSession spark, Split split, int rows) {
        return rows(spark, split)
                .orderBy(functions.xxhash64(functions.col("id")), functions.col("id"))
                .limit(rows);
    }

    /**
     * What the elements of the tensors are, in the columns of {@link
     * dev.hourglass.source.MatrixColumns}; empty where the source did not say.
     */
    public Optional<Dataset<Row>> columns(SparkSession spark) {
        Path table = new Path(folder, COLUMNS);
        return store.exists(table)
                ? Optional.of(spark.read().parquet(table.toString()))
                : Optional.empty();
    }

    /** The rejected input: {@code id, path, position, reason}. */
    public Dataset<Row> rejected(SparkSession spark) {
        return spark.read().parquet(new Path(folder, REJECTED).toString());
    }
}
