package dev.hourglass.model;

import static java.util.Objects.requireNonNull;

import dev.hourglass.network.NetworkSpec;
import dev.hourglass.source.TensorSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code model.json} says: everything about a trained model but its weights. It names no
 * class.
 *
 * @param formatVersion the layout of the folder; this build reads {@link #FORMAT_VERSION}
 * @param name the model's name
 * @param version from 1
 * @param run the run that trained it, whose folder has configuration and metrics
 * @param trainingDigest digest of dataset, network, training and seed, by which a rerun knows it is
 *     done
 * @param dataset the fingerprint of the dataset it was trained on
 * @param tensor how the dataset's tensors are read
 * @param network what the weights belong to
 * @param training the {@code training} section, for people: it has other keys in other builds
 * @param seed the run's seed
 * @param parameters how many weights
 * @param weightsSha256 of the weights file, hexadecimal
 * @param metrics measured after training: {@code test_mse} in squared physical units an element, or
 *     the mean of the network's other loss under that one's name
 * @param versions of Hourglass, Spark, DL4J and Java
 * @param created when
 */
public record ModelManifest(
        int formatVersion,
        String name,
        int version,
        String run,
        String trainingDigest,
        String dataset,
        TensorSpec tensor,
        NetworkSpec network,
        Map<String, Object> training,
        long seed,
        long parameters,
        String weightsSha256,
        Map<String, Double> metrics,
        Map<String, String> versions,
        Instant created) {
    /** The version of the folder's layout that this build writes. */
    public static final int FORMAT_VERSION = 1;

    public ModelManifest {
        requireNonNull(name, "name is missing");
        requireNonNull(trainingDigest, "training_digest is missing");
        requireNonNull(dataset, "dataset is missing");
        requireNonNull(tensor, "tensor is missing");
        requireNonNull(network, "network is missing");
        requireNonNull(training, "training is missing");
        requireNonNull(weightsSha256, "weights_sha256 is missing");
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** Name and version as rows and messages carry them: {@code mnist/3}. */
    public String id() {
        return name + "/" + version;
    }
}
