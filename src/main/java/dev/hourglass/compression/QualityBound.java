package dev.hourglass.compression;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.source.wfdb.Calibration;
import java.util.Arrays;

/**
 * How far the samples of a segment may be off: each by a maximum, and all together by a PRDN.
 * Samples that were not recorded do not count, and are not among those given here.
 *
 * @param maximumError in ADC units, at least 0; infinity for no bound
 * @param maximumPrdn in percent, at least 0; infinity for no bound
 */
record QualityBound(double maximumError, double maximumPrdn) {
    /** Anything goes. */
    static final QualityBound NONE =
            new QualityBound(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Beyond what any file's samples are off by. */
    private static final int MAX_ERROR = 1 << 20;

    /**
     * What a promise means for a signal.
     *
     * @param calibration in the unit of the promise
     */
    static QualityBound of(HgcHeader.Promise promise, Calibration calibration) {
        double infinity = Double.POSITIVE_INFINITY;
        Double error = promise.maximumError();
        Double prdn = promise.maximumPrdn();
        return new QualityBound(
                error == null ? infinity : error * Math.abs(calibration.gain()),
                prdn == null ? infinity : prdn);
    }

    /**
     * Whether a segment keeps the bounds.
     *
     * @param samples of the segment
     * @param errors of each of them, in ADC units
     */
    boolean holds(int[] samples, int[] errors) {
        double squares = 0;
        for (int error : errors) {
            if (Math.abs(error) > maximumError) {
                return false;
            }
            squares += (double) error * error;
        }
        return squares <= allowedSquares(samples);
    }

    /**
     * The greatest maximum error with which a segment may keep the bounds, if errors are evenly
     * spread; 0 for one without samples.
     */
    int likelyMaximumError(int[] samples) {
        if (samples.length == 0) {
            return 0;
        }
        double variance = allowedSquares(samples) / samples.length;
        // Whole errors from -e to e have the variance e (e + 1) / 3.
        double byPrdn = (Math.sqrt(1 + 12 * variance) - 1) / 2;
        return (int) Math.min(MAX_ERROR, Math.min(maximumError, byPrdn));
    }

    private double allowedSquares(int[] samples) {
        if (maximumPrdn == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = Arrays.stream(samples).average().orElse(0);
        double squares = 0;
        for (int sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        return squares * maximumPrdn * maximumPrdn / 1e4;
    }
}
