package dev.hourglass.testing;

import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.time.Instant;
import java.util.Map;

/** Stored models that nobody trained. */
public final class Models {
    private Models() {}

    /** Stores a network as the next version of a model. */
    public static ModelManifest publish(
            Store store, String name, Autoencoder autoencoder, String trainingDigest) {
        TensorSpec tensor =
                new TensorSpec(
                        DType.UINT8,
                        autoencoder.spec().shape(),
                        "HWC",
                        1 / 255.0,
                        0,
                        "intensity",
                        0);
        return publish(store, name, autoencoder, trainingDigest, tensor);
    }

    /** As above, for samples that are stored like this. */
    public static ModelManifest publish(
            Store store,
            String name,
            Autoencoder autoencoder,
            String trainingDigest,
            TensorSpec tensor) {
        return new ModelStore(store)
                .publish(
                        name,
                        "run-1",
                        autoencoder,
                        (version, parameters, sha256) ->
                                new ModelManifest(
                                        ModelManifest.FORMAT_VERSION,
                                        name,
                                        version,
                                        "run-1",
                                        trainingDigest,
                                        "fingerprint",
                                        tensor,
                                        autoencoder.spec(),
                                        Json.tree(Trainings.settings(3, 64, 10, 0.001)),
                                        42,
                                        parameters,
                                        sha256,
                                        Map.of("train_loss", 0.25, "test_mse", 0.5),
                                        Map.of("hourglass", "0.1.0", "java", "17.0.1+1"),
                                        Instant.parse("2026-01-02T03:04:05Z")));
    }
}
