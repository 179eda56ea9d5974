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

/**
 * Partitions of embeddings, {@code embeddings/<name>/model=<version>/date=<date>}, and {@code
 * _current.json} beside them, which names the one that readers are to use. A partition is never
 * changed: a reader that has opened one keeps it until retention deletes it.
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
     * @param model name and version
     * @param date the partition's
     * @param rows in it
     * @param published when it became the current one
     */
    private record Pointer(
            int formatVersion,
            String path,
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
        staging.publish(written, target);
        return new EmbeddingPartition(target, manifest);
    }

    /** Deletes a partition; its manifest first, so that what is left of it is not taken for one. */
    public void delete(EmbeddingPartition partition) {
        store.delete(new Path(partition.path(), MANIFEST));
        store.delete(partition.path());
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
        EmbeddingManifest manifest =
                Json.read(
                        store.readText(file),
                        EmbeddingManifest.class,
                        EmbeddingManifest.FORMAT_VERSION,
                        file);
        return Optional.of(new EmbeddingPartition(folder, manifest));
    }

    private static boolean isOf(EmbeddingPartition partition, ModelManifest model) {
        return partition.manifest().weightsSha256().equals(model.weightsSha256());
    }
}
