package dev.hourglass.compression;

import java.util.Optional;

/**
 * Joins the reconstructions of windows that overlap: each fades into the next as the square of a
 * sine, so that both weights add up to 1 and no seam shows. Where a window was not reconstructed,
 * its neighbours end unfaded.
 */
final class CrossFade {
    private final WindowGrid grid;

    /** The weight of the window that begins, over the samples that two windows share. */
    private final double[] weights;

    CrossFade(WindowGrid grid) {
        this.grid = grid;
        this.weights = new double[grid.overlap()];
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
     * @param segment receives the segment's samples, as many as it has
     */
    void join(
            Optional<double[]> before,
            double[] window,
            Optional<double[]> after,
            double[] segment,
            int length) {
        int half = grid.overlap() / 2;
        System.arraycopy(window, half, segment, 0, length);
        if (before.isPresent()) {
            for (int i = 0; i < Math.min(half, length); i++) {
                double weight = weights[half + i];
                segment[i] =
                        weight * segment[i]
                                + (1 - weight) * before.get()[grid.segment() + half + i];
            }
        }
        if (after.isPresent()) {
            int from = grid.segment() - half;
            for (int i = from; i < length; i++) {
                double weight = weights[i - from];
                segment[i] = (1 - weight) * segment[i] + weight * after.get()[i - from];
            }
        }
    }
}
