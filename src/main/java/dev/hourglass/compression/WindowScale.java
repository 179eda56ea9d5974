package dev.hourglass.compression;

import dev.hourglass.source.SignalScale;

/**
 * A window's mean and standard deviation as they are stored: the deviation to an eighth of an
 * octave, the mean to a thirty-second of the deviation, or to whole ADC units where that is less.
 *
 * @param octaves eighths of an octave of the deviation over 1 ADC unit, from 0 to {@link
 *     #MAX_OCTAVES}
 * @param steps of the mean
 */
record WindowScale(int octaves, int steps) {
    /** A deviation of 2^24 ADC units. */
    static final int MAX_OCTAVES = 8 * 24;

    private static final int MEANS_IN_DEVIATION = 32;

    /** The nearest scale that can be stored. */
    static WindowScale of(SignalScale scale) {
        double exact = 8 * StrictMath.log(scale.deviation()) / StrictMath.log(2);
        int octaves = (int) Math.max(0, Math.min(MAX_OCTAVES, Math.rint(exact)));
        return new WindowScale(octaves, nearest(scale.mean(), octaves));
    }

    /** The steps that come nearest to a mean where the deviation is that of {@code octaves}. */
    static int nearest(double mean, int octaves) {
        return (int) Math.rint(mean / step(octaves));
    }

    double mean() {
        return steps * step(octaves);
    }

    /** The same on every machine. */
    double deviation() {
        return StrictMath.pow(2, octaves / 8.0);
    }

    SignalScale signalScale() {
        return new SignalScale(mean(), deviation());
    }

    /** Standardised samples from position {@code from} on, in ADC units. */
    double[] restore(float[] standardised, int from, int length) {
        double mean = mean();
        double deviation = deviation();
        double[] samples = new double[length];
        for (int i = 0; i < length; i++) {
            samples[i] = mean + deviation * standardised[from + i];
        }
        return samples;
    }

    private static double step(int octaves) {
        return Math.max(1, Math.rint(StrictMath.pow(2, octaves / 8.0) / MEANS_IN_DEVIATION));
    }
}
