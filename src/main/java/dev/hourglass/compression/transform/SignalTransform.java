package dev.hourglass.compression.transform;

import java.util.Arrays;

/**
 * A linear transform of windows of a signal to coefficients that are quantised one by one. It is
 * orthonormal, or so nearly that an error in the coefficients is about as large in the samples. The
 * coefficients stand in the order in which they are coded. An instance serves one thread at a time.
 */
public interface SignalTransform {
    /** Stands for the parent of a coefficient that has none. */
    int NO_PARENT = -1;

    /** Samples of a window. */
    int samples();

    /** Coefficients of a window; fewer than samples where the transform leaves some out. */
    int coefficients();

    /**
     * Transforms a window.
     *
     * @param samples of the window, left as they are
     * @param coefficients receives them
     */
    void forward(double[] samples, double[] coefficients);

    /**
     * Transforms windows.
     *
     * @param windows [window, sample], left as they are
     * @return [window, coefficient]
     * @throws IllegalArgumentException where they are not finite or of another length
     */
    default double[][] forward(double[][] windows) {
        TransformCoder.requireFinite(windows, samples());
        double[][] transformed = new double[windows.length][coefficients()];
        for (int i = 0; i < windows.length; i++) {
            forward(windows[i], transformed[i]);
        }
        return transformed;
    }

    /**
     * Transforms coefficients back.
     *
     * @param coefficients left as they are
     * @param samples receives the window
     */
    void inverse(double[] coefficients, double[] samples);

    /**
     * The group of every coefficient, counted from 0 and never falling from one coefficient to the
     * next. The coefficients of a group share their statistics.
     */
    int[] groups();

    /**
     * For every coefficient an earlier one that tells most of its magnitude, besides those right
     * before it; {@link #NO_PARENT} where there is none, as here for all.
     */
    default int[] parents() {
        int[] parents = new int[coefficients()];
        Arrays.fill(parents, NO_PARENT);
        return parents;
    }
}
