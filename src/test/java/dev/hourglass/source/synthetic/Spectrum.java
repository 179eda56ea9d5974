package dev.hourglass.source.synthetic;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** The power spectrum of an evenly sampled series, its mean taken off. */
final class Spectrum {
    private final double[] power;
    private final double binWidth;

    /** Of the longest part of the series whose length is a power of two. */
    Spectrum(double[] series, double samplesASecond) {
        int length = Integer.highestOneBit(series.length);
        double mean = StatUtils.mean(series, 0, length);
        double[][] transform = new double[2][length];
        for (int i = 0; i < length; i++) {
            transform[0][i] = series[i] - mean;
        }
        FastFourierTransformer.transformInPlace(
                transform, DftNormalization.STANDARD, TransformType.FORWARD);
        power = new double[length / 2];
        for (int i = 0; i < power.length; i++) {
            power[i] = Math.pow(Math.hypot(transform[0][i], transform[1][i]), 2);
        }
        binWidth = samplesASecond / length;
    }

    double powerBetween(double low, double high) {
        double sum = 0;
        for (int i = 0; i < power.length; i++) {
            if (i * binWidth >= low && i * binWidth < high) {
                sum += power[i];
            }
        }
        return sum;
    }

    double peakBetween(double low, double high) {
        int peak = (int) Math.ceil(low / binWidth);
        for (int i = peak; i < power.length && i * binWidth < high; i++) {
            if (power[i] > power[peak]) {
                peak = i;
            }
        }
        return peak * binWidth;
    }
}
