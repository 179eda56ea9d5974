package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What ran, on what, with which outcome.
 *
 * @param runId the run
 * @param name what the dataset, the model and the embeddings are called
 * @param started when the run began
 * @param steps what was done, in order
 * @param splits the rows of each split, in the order to show them
 * @param errorName what the test error is, with its unit: {@code MSE}
 * @param testError of the test split's reconstructions
 * @param accuracy the share of labelled rows whose cluster is that of their label under the best
 *     one-to-one assignment, 0 to 1
 * @param mutualInformation normalised mutual information (NMI) of labels and clusters, 0 to 1
 * @param datasetFingerprint the hash of the dataset's ids and tensors
 * @param versions the software that ran
 * @param configuration the effective configuration, HOCON
 */
public record RunSummary(
        String runId,
        String name,
        Instant started,
        List<Step> steps,
        List<Split> splits,
        String errorName,
        Optional<Score> testError,
        Optional<Score> accuracy,
        Optional<Score> mutualInformation,
        String datasetFingerprint,
        List<Version> versions,
        String configuration) {
    /** The name of the test error that PCA is compared by. */
    public static final String MSE = "MSE";

    public RunSummary {
        requireNonNull(runId, "runId is null");
        requireNonNull(name, "name is null");
        requireNonNull(started, "started is null");
        steps = List.copyOf(steps);
        splits = List.copyOf(splits);
        requireNonNull(errorName, "errorName is null");
        requireNonNull(testError, "testError is null");
        requireNonNull(accuracy, "accuracy is null");
        requireNonNull(mutualInformation, "mutualInformation is null");
        requireNonNull(datasetFingerprint, "datasetFingerprint is null");
        versions = List.copyOf(versions);
        requireNonNull(configuration, "configuration is null");
    }

    /** How long all steps took together, in seconds. */
    public double seconds() {
        return steps.stream().mapToDouble(Step::seconds).sum();
    }

    /** The rows of all splits. */
    public long rows() {
        return splits.stream().mapToLong(Split::rows).sum();
    }

    /** One job of the run and how long it took. */
    public record Step(String name, double seconds) {
        public Step {
            requireNonNull(name, "name is null");
        }
    }

    /** A split's name and size. */
    public record Split(String name, long rows) {
        public Split {
            requireNonNull(name, "name is null");
        }
    }

    /** A piece of software and its version. */
    public record Version(String software, String version) {
        public Version {
            requireNonNull(software, "software is null");
            requireNonNull(version, "version is null");
        }
    }

    /**
     * A figure and what PCA with as many components reaches on the same rows.
     *
     * @param value the autoencoder's
     * @param pca PCA's, where it was measured
     */
    public record Score(double value, OptionalDouble pca) {
        public Score {
            requireNonNull(pca, "pca is null");
        }
    }
}
