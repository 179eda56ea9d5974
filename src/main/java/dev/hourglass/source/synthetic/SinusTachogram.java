package dev.hourglass.source.synthetic;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * The RR interval of a heart in sinus rhythm as a function of time, after section III of McSharry
 * et al. 2003: a power spectrum of two Gaussians, one at the frequency of Mayer waves and one at
 * that of the breath, given random phases and transformed back.
 */
final class SinusTachogram {
    private static final double SAMPLES_A_SECOND = 4;
    private static final double LOW_FREQUENCY = 0.1;
    private static final double HIGH_FREQUENCY = EcgModel.BREATHING;
    private static final double SPREAD = 0.01;
    private static final double LOW_TO_HIGH_POWER = 0.5;

    /** 256 s, in which the Gaussians are still several frequency bins wide. */
    private static final int SHORTEST = 1024;

    private final double[] intervals;

    /**
     * @param mean mean RR interval, seconds
     * @param deviation standard deviation of the RR interval, seconds
     * @param seconds how long the series lasts at least before it repeats
     * @param random where the phases are drawn from
     */
    SinusTachogram(double mean, double deviation, double seconds, SplittableRandom random) {
        int length = SHORTEST;
        while (length < seconds * SAMPLES_A_SECOND) {
            length *= 2;
        }
        this.intervals = fluctuation(length, random);
        double factor = deviation / Math.sqrt(StatUtils.populationVariance(intervals));
        for (int i = 0; i < length; i++) {
            intervals[i] = mean + factor * intervals[i];
        }
    }

    /** The RR interval that begins {@code time} ≥ 0 seconds into the record, in seconds. */
    double interval(double time) {
        double position = time * SAMPLES_A_SECOND;
        long before = (long) position;
        double part = position - before;
        double left = intervals[(int) (before % intervals.length)];
        double right = intervals[(int) ((before + 1) % intervals.length)];
        return left + part * (right - left);
    }

    /** A real series of mean 0 whose spectrum has the two peaks. */
    private static double[] fluctuation(int length, SplittableRandom random) {
        double[][] spectrum = new double[2][length];
        for (int i = 1; i < length / 2; i++) {
            double magnitude = Math.sqrt(power(i * SAMPLES_A_SECOND / length));
            double phase = random.nextDouble(2 * Math.PI);
            spectrum[0][i] = magnitude * Math.cos(phase);
            spectrum[1][i] = magnitude * Math.sin(phase);
            spectrum[0][length - i] = spectrum[0][i];
            spectrum[1][length - i] = -spectrum[1][i];
        }
        FastFourierTransformer.transformInPlace(
                spectrum, DftNormalization.STANDARD, TransformType.INVERSE);
        return spectrum[0];
    }

    private static double power(double frequency) {
        return LOW_TO_HIGH_POWER * bell(frequency - LOW_FREQUENCY)
                + bell(frequency - HIGH_FREQUENCY);
    }

    private static double bell(double distance) {
        return Math.exp(-0.5 * distance * distance / (SPREAD * SPREAD));
    }
}
