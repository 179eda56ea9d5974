package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import dev.hourglass.source.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything a report shows. What a run did not produce is empty; its section then says so.
 *
 * @param run what ran and how well
 * @param loss what the learning curve shows, with its unit where that is known
 * @param learningCurve the loss after each epoch, in order
 * @param rateDistortion what a model that compresses loses at some rates; empty of any other, whose
 *     page has no such section
 * @param tensor how the values of every sample are to be drawn: as an image for the layout {@code
 *     HWC} (1 or 3 channels, values in [0, 1]), else as a trace along the first axis
 * @param reconstructions the originals shown over their reconstructions
 * @param map the embeddings in two dimensions
 * @param clustering the clusters found in the embeddings
 * @param recommendations lists of items; empty of a model that is of no users and items, whose page
 *     has no such section
 * @param errors how well single rows were reconstructed
 * @param artifacts where the results are
 */
public record ReportData(
        RunSummary run,
        String loss,
        List<EpochLoss> learningCurve,
        Optional<RateDistortionCurves> rateDistortion,
        TensorSpec tensor,
        List<Reconstruction> reconstructions,
        Optional<EmbeddingMap> map,
        Optional<Clustering> clustering,
        Optional<Recommendations> recommendations,
        Optional<ErrorDistribution> errors,
        Artifacts artifacts) {
    /**
     * @throws IllegalArgumentException if a sample has not as many values as {@code tensor} says
     */
    public ReportData {
        requireNonNull(run, "run is null");
        requireNonNull(loss, "loss is null");
        learningCurve = List.copyOf(learningCurve);
        requireNonNull(rateDistortion, "rateDistortion is null");
        requireNonNull(tensor, "tensor is null");
        reconstructions = List.copyOf(reconstructions);
        requireNonNull(map, "map is null");
        requireNonNull(clustering, "clustering is null");
        requireNonNull(recommendations, "recommendations is null");
        requireNonNull(errors, "errors is null");
        requireNonNull(artifacts, "artifacts is null");
        samples(reconstructions, clustering, errors)
                .forEach(sample -> requireLength(sample, tensor.elements()));
    }

    private static Stream<Sample> samples(
            List<Reconstruction> reconstructions,
            Optional<Clustering> clustering,
            Optional<ErrorDistribution> errors) {
        Stream<Sample> clustered =
                clustering.stream()
                        .flatMap(found -> found.clusters().stream())
                        .flatMap(
                                cluster ->
                                        Stream.concat(
                                                cluster.nearest().stream(),
                                                cluster.farthest().stream()));
        Stream<Sample> reconstructed =
                Stream.concat(
                                reconstructions.stream(),
                                errors.stream().flatMap(all -> all.worst().stream()))
                        .map(Reconstruction::original);
        return Stream.concat(reconstructed, clustered);
    }

    private static void requireLength(Sample sample, int elements) {
        if (sample.values().length != elements) {
            throw new IllegalArgumentException(
                    "sample %s has %d values, not %d"
                            .formatted(sample.id(), sample.values().length, elements));
        }
    }
}
