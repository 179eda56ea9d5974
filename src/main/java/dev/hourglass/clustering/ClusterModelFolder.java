package dev.hourglass.clustering;

import static java.util.Objects.requireNonNull;

import dev.hourglass.clustering.n2d.Manifold;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLWritable;

/**
 * A {@link ClusterModel} in a folder: {@code clusters.json}, where the method is one of MLlib's its
 * model in MLlib's own form, {@code mllib}, and where clusters lie in a layout the sample that it
 * was made of, {@code manifold.safetensors}.
 */
public final class ClusterModelFolder {
    private static final String DESCRIPTION = "clusters.json";
    private static final String MLLIB = "mllib";
    private static final String MANIFOLD = "manifold.safetensors";

    private final Store store;
    private final Path folder;

    public ClusterModelFolder(Store store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * What the clusters are of, and so what can be assigned to them.
     *
     * @param model version of the model whose embeddings these are, or from which its network was
     *     trained on
     * @param modelSha256 of that model's weights
     * @param networkSha256 of the weights of the network that was trained on; null where none was
     * @param width of the embeddings
     */
    public record Origin(int model, String modelSha256, String networkSha256, int width) {
        public Origin {
            requireNonNull(modelSha256, "model_sha256 is missing");
        }
    }

    /**
     * What {@code clusters.json} holds.
     *
     * @param formatVersion of the folder
     * @param centres by [cluster, element], where MLlib has no model of the method
     * @param layout where clusters lie in one
     */
    public record Description(
            int formatVersion,
            ClusterSettings.Method method,
            Origin origin,
            double[][] centres,
            Layout layout) {
        static final int FORMAT_VERSION = 1;

        public Description {
            requireNonNull(method, "method is missing");
            requireNonNull(origin, "origin is missing");
            switch (method) {
                case KMEANS, BISECTING, GMM -> {}
                case N2D -> requireNonNull(layout, "layout is missing");
                case DCEC -> {
                    requireNonNull(centres, "centres are missing");
                    requireNonNull(origin.networkSha256, "network_sha256 is missing");
                }
            }
        }
    }

    /**
     * How the sample places other rows.
     *
     * @param neighbours of each
     * @param sha256 of the sample's file, hexadecimal
     */
    record Layout(int neighbours, String sha256) {}

    /** Writes a model into this folder, which must not be there yet. */
    public void write(ClusterModel clusters, Origin origin) {
        Assignment assignment = clusters.assignment();
        double[][] centres = null;
        if (assignment instanceof MembershipAssignment) {
            centres = clusters.centres();
        } else if (assignment instanceof CentreAssignment<?> nearest) {
            save(nearest.model());
        } else if (assignment instanceof MixtureAssignment mixture) {
            save(mixture.stored());
        }
        Layout layout =
                clusters.space()
                        .manifold()
                        .map(manifold -> new Layout(manifold.neighbours(), write(manifold)))
                        .orElse(null);
        store.writeText(
                new Path(folder, DESCRIPTION),
                Json.pretty(
                        new Description(
                                Description.FORMAT_VERSION,
                                clusters.method(),
                                origin,
                                centres,
                                layout)));
    }

    /** What the folder holds, without the clusters themselves. */
    public Description description() {
        Path file = new Path(folder, DESCRIPTION);
        return Json.read(store.readText(file), Description.class, Description.FORMAT_VERSION, file);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where it is damaged
     */
    public ClusterModel read() {
        Description description = description();
        Optional<Manifold> manifold = Optional.ofNullable(description.layout()).map(this::manifold);
        Assignment assignment = assignment(description);
        int embeddings = description.origin().width();
        manifold.ifPresent(layout -> requireWidth(layout.width(), embeddings));
        requireWidth(
                assignment.centres()[0].size(),
                manifold.map(Manifold::dimensions).orElse(embeddings));
        return new ClusterModel(description.method(), new ClusterSpace(manifold), assignment);
    }

    private Assignment assignment(Description description) {
        Path mllib = new Path(folder, MLLIB);
        try {
            return switch (description.method()) {
                case KMEANS -> CentreAssignment.of(KMeansModel.load(mllib.toString()));
                case BISECTING -> CentreAssignment.of(BisectingKMeansModel.load(mllib.toString()));
                case GMM, N2D -> MixtureAssignment.of(GaussianMixtureModel.load(mllib.toString()));
                case DCEC ->
                        new MembershipAssignment(
                                Stream.of(description.centres())
                                        .map(Vectors::dense)
                                        .toArray(Vector[]::new));
            };
            // MLlib throws whatever its readers and Hadoop's do, checked exceptions undeclared.
        } catch (Exception e) {
            throw damaged(mllib, "MLlib cannot read it: " + e.getMessage(), e);
        }
    }

    private void requireWidth(int found, int expected) {
        if (found != expected) {
            throw damaged(
                    folder, "it holds %d numbers a row, not %d".formatted(found, expected), null);
        }
    }

    private static HourglassException damaged(Path place, String what, Exception cause) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT,
                "The clusters' model is damaged",
                place + ": " + what,
                "restore the folder from a copy, or run jobs/cluster again",
                cause);
    }

    private Manifold manifold(Layout layout) {
        Path file = new Path(folder, MANIFOLD);
        try {
            return Manifold.of(
                    SafetensorsFile.read(store.fileSystem(), file, layout.sha256()),
                    layout.neighbours());
        } catch (IllegalArgumentException e) {
            throw SafetensorsFile.mismatch(file, e.getMessage());
        }
    }

    private String write(Manifold manifold) {
        return SafetensorsFile.write(
                manifold.tensors(), store.fileSystem(), new Path(folder, MANIFOLD));
    }

    private void save(MLWritable model) {
        try {
            model.write().save(new Path(folder, MLLIB).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
