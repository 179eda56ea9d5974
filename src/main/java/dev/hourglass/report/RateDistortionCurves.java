package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a model that compresses loses at a few rates, beside linear transforms at the same.
 *
 * @param trainingWindows to which the transforms' codes were fitted
 * @param testWindows that were coded
 * @param samples of each
 * @param curves of the model, then of the transforms
 */
public record RateDistortionCurves(
        long trainingWindows, long testWindows, int samples, List<Curve> curves) {
    public RateDistortionCurves {
        curves = List.copyOf(curves);
    }

    /**
     * What a coder loses.
     *
     * @param coder its name
     * @param points one at least, by their bits, ascending; none where the coder does not come to
     *     the rate
     */
    public record Curve(String coder, List<Point> points) {
        public Curve {
            requireNonNull(coder, "coder is null");
            points = List.copyOf(points);
        }
    }

    /**
     * What is lost at a rate.
     *
     * @param ratio of a converter's bits to these, the same for all coders
     * @param bitsPerSample in the mean
     * @param prdn of a window, percent, in the mean
     * @param worstPrdn of all windows
     */
    public record Point(int ratio, double bitsPerSample, double prdn, double worstPrdn) {}
}
