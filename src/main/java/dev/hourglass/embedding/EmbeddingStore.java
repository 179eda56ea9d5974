package dev.hourglass.embedding;

import static java.util.Objects.requireNonNull;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Partitions of embeddings, {@code embeddings/<name>/model=<version>/date=<date>}, and {@code
 * _current.json} beside them, which names the one that readers are to use. A partition is never
 * changed: a reader that has opened one keeps it until retention deletes it. Its rows are in its
 * folder, or a version of the Delta table {@code embeddings/<name>/model=<version>/delta}.
 */
public final class EmbeddingStore {
    private static final String MANIFEST = "_manifest.json";
    private static final String CURRENT = "_current.json";
    private static final Pattern PARTITION =
            Pattern.compile("model=[1-9]\\d{0,8}/date=\\d{4}-\\d\\d-\\d\\d");

    private final Store store;
    private final String name;

    /**
     * @param name of dataset and model
     */
    public EmbeddingStore(Store store, String name) {
        this.store = store;
        this.name = name;
    }

    /**
     * What {@code _current.json} says.
     *
     * @param formatVersion of the file
     * @param path of the partition, relative to the file's folder
     * @param deltaTable path of the table that has the rows, relative to the file's folder; null
     *     where they are Parquet files of the partition
     * @param deltaVersion of the table; null as well
     * @param model name and version
     * @param date the partition's
     * @param rows in it
     * @param published when it became the current one
     */
    private record Pointer(
            int formatVersion,
            String path,
            String deltaTable,
            Long deltaVersion,
            String model,
            LocalDate date,
            long rows,
            Instant published) {
        static final int FORMAT_VERSION = 1;

        Pointer {
            requireNonNull(path, "path is missing");
        }
    }

    /** The folder of everything extracted under the name. */
    public Path folder() {
        return store.embeddings(name);
    }

    /** Where the embeddings of a model and date lie, whether they are there or not. */
    public Path path(ModelManifest model, LocalDate date) {
        return store.embeddings(name, model.version(), date);
    }

    /**
     * The Delta table of a model, which need not be there yet.
     *
     * @throws HourglassException with STORE_CORRUPT where it is gone: the versions of a new one
     *     would be taken for those of the old
     */
    public EmbeddingDeltaTable table(SparkSession spark, ModelManifest model) {
        Path folder = new Path(folder(), "model=" + model.version());
        EmbeddingDeltaTable table = new EmbeddingDeltaTable(spark, table(folder));
        if (!table.exists()
                && all().stream().anyMatch(night -> night.data().equals(table.path()))) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The Delta table of embeddings is gone",
                    table.path().toString(),
                    "restore it from a copy, or delete " + folder + " and run jobs/nightly");
        }
        return table;
    }

    /** The Delta tables of all models that have one. */
    List<Path> tables() {
        return store.list(folder()).stream()
                .map(entry -> table(entry.getPath()))
                .filter(store::exists)
                .toList();
    }

    static Path table(Path folderOfModel) {
        return new Path(folderOfModel, "delta");
    }

    /**
     * The finished embeddings of a model and date.
     *
     * @throws HourglassException with STORE_CONFLICT where they are those of another model, which
     *     had the same version and was deleted
     */
    public Optional<EmbeddingPartition> find(ModelManifest model, LocalDate date) {
        Optional<EmbeddingPartition> partition = read(path(model, date));
        if (partition.isPresent() && !isOf(partition.get(), model)) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "There are embeddings of another model, which had the version of this one",
                    partition.get().path().toString(),
                    "delete the folder, which nobody can bring up to date any more");
        }
        return partition;
    }

    /** The newest finished embeddings of a model. */
    public Optional<EmbeddingPartition> newest(ModelManifest model) {
        return dates(Integer.toString(model.version())).stream()
                .filter(partition -> isOf(partition, model))
                .max(Comparator.comparing(partition -> partition.manifest().created()));
    }

    /** All finished embeddings. */
    public List<EmbeddingPartition> all() {
        return store.list(folder()).stream()
                .map(entry -> entry.getPath().getName())
                .filter(entry -> entry.startsWith("model="))
                .flatMap(entry -> dates(entry.substring("model=".length())).stream())
                .toList();
    }

    /**
     * The embeddings that readers are to use.
     *
     * @throws HourglassException with STORE_CORRUPT where the pointer names none
     */
    public Optional<EmbeddingPartition> current() {
        Path file = new Path(folder(), CURRENT);
        if (!store.exists(file)) {
            return Optional.empty();
        }
        Pointer pointer =
                Json.read(store.readText(file), Pointer.class, Pointer.FORMAT_VERSION, file);
        Optional<EmbeddingPartition> partition =
                PARTITION.matcher(pointer.path()).matches()
                        ? read(new Path(folder(), pointer.path()))
                        : Optional.empty();
        if (partition.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The pointer to the current embeddings names none that are there",
                    file + ": " + pointer.path(),
                    "restore the folder from a copy, or delete the pointer and run jobs/nightly");
        }
        return partition;
    }

    /** Makes a partition the current one, in one step. */
    public void makeCurrent(EmbeddingPartition partition) {
        EmbeddingManifest manifest = partition.manifest();
        Pointer pointer =
                new Pointer(
                        Pointer.FORMAT_VERSION,
                        partition.relativePath(),
                        partition.isInTable()
                                ? table(new Path(partition.relativePath()).getParent()).toString()
                                : null,
                        manifest.deltaVersion(),
                        manifest.model(),
                        manifest.date(),
                        manifest.counts().rows(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
        store.replaceText(new Path(folder(), CURRENT), Json.pretty(pointer));
    }

    /**
     * Publishes a partition, in the place of what an interrupted run may have left on an object
     * store, where files are moved one by one, the manifest last.
     *
     * @param written the folder of Parquet files, inside {@code staging}
     */
    public EmbeddingPartition publish(
            Staging staging, Path written, ModelManifest model, EmbeddingManifest manifest) {
        Path target = path(model, manifest.date());
        if (read(target).isEmpty()) {
            store.delete(target);
        }
        store.writeText(new Path(written, MANIFEST), Json.pretty(manifest));
        staging.publish(written, target, MANIFEST);
        return new EmbeddingPartition(target, manifest);
    }

    /**
     * Whether a night's commit was published: not where the run was killed right after it. Nights
     * that changed nothing share the version of the one before, which may be deleted by now.
     */
    public boolean isPublished(ModelManifest model, EmbeddingManifest night) {
        return find(model, night.date()).isPresent()
                || dates(Integer.toString(model.version())).stream()
                        .filter(EmbeddingPartition::isInTable)
                        .anyMatch(other -> other.manifest().deltaVersion() >= night.deltaVersion());
    }

    /** Publishes a night that is in the model's Delta table. */
    public EmbeddingPartition publish(
            Staging staging, ModelManifest model, EmbeddingManifest night) {
        return publish(staging, new Path(staging.path(), "night"), model, night);
    }

    /** Deletes a partition; its manifest first, so that what is left of it is not taken for one. */
    void delete(EmbeddingPartition partition) {
        store.delete(new Path(partition.path(), MANIFEST));
        store.delete(partition.path());
    }

    /** Deletes the Delta table of a model. */
    void deleteTable(Path table) {
        store.delete(table);
    }

    private List<EmbeddingPartition> dates(String version) {
        List<EmbeddingPartition> partitions = new ArrayList<>();
        Path models = new Path(folder(), "model=" + version);
        for (FileStatus entry : store.list(models)) {
            read(entry.getPath()).ifPresent(partitions::add);
        }
        return partitions;
    }

    private Optional<EmbeddingPartition> read(Path folder) {
        Path file = new Path(folder, MANIFEST);
        if (!store.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(
                new EmbeddingPartition(folder, EmbeddingManifest.read(store.readText(file), file)));
    }

    private static boolean isOf(EmbeddingPartition partition, ModelManifest model) {
        return partition.manifest().weightsSha256().equals(model.weightsSha256());
    }
}
