package dev.hourglass.model;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.safetensors.Weights;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Trained models as versioned folders: model.json, weights.safetensors and MODEL_CARD.md. */
public final class ModelStore {
    private static final String MANIFEST = "model.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CARD = "MODEL_CARD.md";

    private final Store store;

    public ModelStore(Store store) {
        this.store = store;
    }

    /** Everything a manifest says but what publishing decides: version and checksum. */
    public interface Draft {
        ModelManifest manifest(int version, long parameters, String weightsSha256);
    }

    /** The newest version of a model, if there is one. */
    public Optional<ModelManifest> newest(String name) {
        return versions(name).stream().max(Comparator.comparingInt(ModelManifest::version));
    }

    /**
     * The newest version of a model.
     *
     * @throws HourglassException with MISSING_INPUT where there is none
     */
    public ModelManifest requireNewest(String name) {
        return newest(name)
                .orElseThrow(
                        () ->
                                missing(
                                        name,
                                        "The store has no model of this name",
                                        "run jobs/train first"));
    }

    /**
     * A version of a model.
     *
     * @throws HourglassException with MISSING_INPUT where there is no such
     */
    public ModelManifest requireVersion(String name, int version) {
        return versions(name).stream()
                .filter(manifest -> manifest.version() == version)
                .findAny()
                .orElseThrow(
                        () ->
                                missing(
                                        name,
                                        "The store has no version " + version + " of this model",
                                        "name one that is there, or none for the newest"));
    }

    /** The newest version that was trained from exactly this, if there is one. */
    public Optional<ModelManifest> find(String name, String trainingDigest) {
        return versions(name).stream()
                .filter(manifest -> manifest.trainingDigest().equals(trainingDigest))
                .max(Comparator.comparingInt(ModelManifest::version));
    }

    /** The folder of a version. */
    public Path folder(ModelManifest manifest) {
        return store.model(manifest.name(), manifest.version());
    }

    /** Stores a network as the next version. */
    public ModelManifest publish(String name, String runId, Autoencoder autoencoder, Draft draft) {
        int version = newest(name).map(ModelManifest::version).orElse(0) + 1;
        try (Staging staging = store.stage(runId, "model")) {
            String sha256 = writeWeights(autoencoder, staging.path());
            ModelManifest manifest =
                    draft.manifest(version, autoencoder.parameters().length, sha256);
            store.writeText(new Path(staging.path(), MANIFEST), Json.pretty(manifest));
            store.writeText(new Path(staging.path(), CARD), ModelCard.of(manifest));
            staging.publish(store.model(name, version), MANIFEST);
            return manifest;
        }
    }

    /**
     * Writes weights.safetensors into a folder.
     *
     * @return its SHA-256
     */
    public String writeWeights(Autoencoder autoencoder, Path folder) {
        return SafetensorsFile.write(
                autoencoder.weights(), store.fileSystem(), new Path(folder, WEIGHTS));
    }

    /**
     * A network with the stored weights, which the caller closes.
     *
     * @throws HourglassException with STORE_CORRUPT where the weights are not those the manifest
     *     names
     */
    public Autoencoder load(ModelManifest manifest) {
        return load(manifest, folder(manifest), manifest.weightsSha256());
    }

    /**
     * A network of a model's architecture with other weights, which the caller closes.
     *
     * @param folder into which {@link #writeWeights} wrote them
     * @param sha256 that this returned
     * @throws HourglassException with STORE_CORRUPT where the weights are others
     */
    public Autoencoder load(ModelManifest manifest, Path folder, String sha256) {
        Path file = new Path(folder, WEIGHTS);
        Map<String, Weights> weights = SafetensorsFile.read(store.fileSystem(), file, sha256);
        try {
            return Autoencoder.of(manifest.network(), weights);
        } catch (HourglassException | IllegalArgumentException | ArithmeticException e) {
            throw SafetensorsFile.mismatch(file, e.getMessage());
        }
    }

    private HourglassException missing(String name, String what, String mend) {
        return new HourglassException(
                ErrorCode.MISSING_INPUT, what, store.models(name).toString(), mend);
    }

    private List<ModelManifest> versions(String name) {
        List<ModelManifest> manifests = new ArrayList<>();
        for (FileStatus entry : store.list(store.models(name))) {
            Path file = new Path(entry.getPath(), MANIFEST);
            if (entry.isDirectory() && store.exists(file)) {
                manifests.add(read(name, entry.getPath(), file));
            }
        }
        return manifests;
    }

    private ModelManifest read(String name, Path folder, Path file) {
        ModelManifest manifest =
                Json.read(
                        store.readText(file),
                        ModelManifest.class,
                        ModelManifest.FORMAT_VERSION,
                        file);
        // Its weights are looked for where name and version say, which must not be anywhere else.
        if (!manifest.name().equals(name)
                || !folder.getName().equals(Integer.toString(manifest.version()))) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The folder of a model holds another one",
                    file + ": " + manifest.id(),
                    "move the folder to where its name and version say, or delete it");
        }
        return manifest;
    }
}
