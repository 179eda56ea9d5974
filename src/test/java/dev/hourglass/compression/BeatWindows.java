package dev.hourglass.compression;

import dev.hourglass.source.SignalScale;
import java.util.Random;

/** Standardised windows with a few bumps, as of an ECG, and some noise. */
final class BeatWindows {
    private BeatWindows() {}

    /**
     * @return [window, sample]
     */
    static double[][] draw(int windows, int samples, long seed) {
        Random random = new Random(seed);
        double[][] drawn = new double[windows][samples];
        for (double[] window : drawn) {
            float[] values = new float[samples];
            double distance = 50 + 20 * random.nextDouble();
            double first = random.nextDouble() * distance;
            for (int i = 0; i < samples; i++) {
                double away = Math.IEEEremainder(i - first, distance);
                values[i] =
                        (float)
                                (Math.exp(-away * away / 8)
                                        + 0.3 * Math.exp(-(away - 15) * (away - 15) / 60)
                                        + 0.02 * random.nextGaussian());
            }
            SignalScale.of(values).standardise(values);
            for (int i = 0; i < samples; i++) {
                window[i] = values[i];
            }
        }
        return drawn;
    }
}
