package dev.hourglass.compression;

import dev.hourglass.compression.transform.Dct;
import dev.hourglass.compression.transform.PrincipalComponents;
import dev.hourglass.compression.transform.SignalTransform;
import dev.hourglass.compression.transform.TransformTrial;
import dev.hourglass.compression.transform.Wavelet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a network's code and those of linear transforms lose at equal bits: rate–distortion curves.
 * All of them code the same windows of one lead, each less its mean and over its standard
 * deviation; the transforms' codes are fitted to other windows. Bits are ideal code lengths, −log₂
 * of a probability that follows from the numbers coded before, which a range coder comes close to,
 * and what mean and deviation take.
 *
 * @param samples of a window
 * @param trainingWindows to which the transforms' codes were fitted
 * @param testWindows that were coded
 * @param points by coder, and of each by rate, ascending; none where no step leads to the rate
 */
public record RateDistortion(
        int samples, int trainingWindows, int testWindows, List<RatePoint> points) {
    /** What mean and standard deviation of a window take: 12 and 8 bits. */
    static final int SIDE_INFORMATION = 20;

    /** At 360 Hz the approximation is what is slower than 3 Hz, below all waves of a beat. */
    private static final int WAVELET_LEVELS = 6;

    /** PCA's covariance is a square of this side: 128 MiB. */
    private static final int MOST_PCA_SAMPLES = 4096;

    public RateDistortion {
        points = List.copyOf(points);
    }

    /** How many points there are at most. */
    public static int mostPoints() {
        return 4 * RateSearch.RATIOS.size();
    }

    /**
     * Measures the curves of a network, of wavelets, of the discrete cosine transform and of
     * principal components. Those of the transforms are computed in threads of their own.
     *
     * @param network not closed here
     * @param training windows that the network was trained on, standardised, [window, sample], at
     *     least one
     * @param test windows that it was not trained on
     * @param progress told of each point from whatever thread
     */
    public static RateDistortion measure(
            CodecNetwork network, double[][] training, double[][] test, Runnable progress) {
        RateSearch search = new RateSearch(network.window(), SIDE_INFORMATION, progress);
        List<CompletableFuture<List<RatePoint>>> transforms = new ArrayList<>();
        transforms(training)
                .forEach(
                        (coder, transform) ->
                                transforms.add(
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        search.points(
                                                                coder,
                                                                new TransformTrial(
                                                                        transform.get(),
                                                                        training,
                                                                        test)))));
        List<RatePoint> points =
                new ArrayList<>(search.points("network", new NetworkTrial(network, test)));
        transforms.forEach(measured -> points.addAll(measured.join()));
        return new RateDistortion(network.window(), training.length, test.length, points);
    }

    /** Those that windows of this length, and as many, allow. */
    static Map<String, Supplier<SignalTransform>> transforms(double[][] training) {
        int samples = training[0].length;
        Map<String, Supplier<SignalTransform>> transforms = new LinkedHashMap<>();
        // An approximation of one sample is not split.
        int levels =
                Math.min(WAVELET_LEVELS, Integer.SIZE - Integer.numberOfLeadingZeros(samples - 1));
        transforms.put("wavelet", () -> new Wavelet(samples, levels));
        transforms.put("dct", () -> new Dct(samples));
        // Beyond these components there is next to nothing to code at such rates, or nothing that
        // so few windows tell.
        int components = Math.min(samples, training.length) / 2;
        if (components > 0 && samples <= MOST_PCA_SAMPLES) {
            transforms.put("pca", () -> PrincipalComponents.fit(training, components));
        }
        return transforms;
    }
}
