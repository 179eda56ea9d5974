package dev.hourglass.compression;

import java.util.Optional;

/**
 * Joins the reconstructions of windows that overlap: each fades into the next as the square of a
 * sine, so that both weights add up to 1 and no seam shows. Where a window was not reconstructed,
 * its neighbours end unfaded.
 */
final class CrossFade {
    private final int segment;

    /** The weight of the window that begins, over the samples that two windows share. */
    private final double[] weights;

    /**
     * @param window samples of a window
     * @param overlap samples that two windows share
     */
    CrossFade(int window, int overlap) {
        this.segment = window - overlap;
        this.weights = new double[overlap];
        for (int i = 0; i < weights.length; i++) {
            // Not Math.sin, whose last bit may differ from machine to machine.
            double sine = StrictMath.sin(Math.PI / 2 * (i + 0.5) / weights.length);
            weights[i] = sine * sine;
        }
    }

    /**
     * One segment.
     *
     * @param before the reconstruction of the window before, if there is one
     * @param window that of the segment's own window, [window] ADC units
     * @param after that of the window after, if there is one
     * @param samples receives the segment's, as many as it has
     */
    void join(
            Optional<double[]> before,
            double[] window,
            Optional<double[]> after,
            double[] samples) {
        int length = samples.length;
        int half = weights.length / 2;
        System.arraycopy(window, half, samples, 0, length);
        if (before.isPresent()) {
            for (int i = 0; i < Math.min(half, length); i++) {
                double weight = weights[half + i];
                samples[i] = weight * samples[i] + (1 - weight) * before.get()[segment + half + i];
            }
        }
        if (after.isPresent()) {
            int from = segment - half;
            for (int i = from; i < length; i++) {
                double weight = weights[i - from];
                samples[i] = (1 - weight) * samples[i] + weight * after.get()[i - from];
            }
        }
    }
}
