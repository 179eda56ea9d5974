package dev.hourglass.compression;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.LeadReader;

/**
 * How far the samples of a segment may be off: each by a maximum, and all together by a PRDN.
 * Samples that were not recorded do not count.
 *
 * @param maximumError in ADC units, at least 0; infinity for no bound
 * @param maximumPrdn in percent, at least 0; infinity for no bound
 */
record QualityBound(double maximumError, double maximumPrdn) {
    /** Anything goes. */
    static final QualityBound NONE =
            new QualityBound(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

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
     * @param samples of which the segment begins at {@code from}, with {@link LeadReader#MISSING}
     * @param errors of each of the segment's samples, in ADC units
     */
    boolean holds(int[] samples, int from, int[] errors) {
        double squares = 0;
        for (int i = 0; i < errors.length; i++) {
            if (samples[from + i] != LeadReader.MISSING) {
                if (Math.abs(errors[i]) > maximumError) {
                    return false;
                }
                squares += (double) errors[i] * errors[i];
            }
        }
        return squares <= allowedSquares(samples, from, errors.length);
    }

    /**
     * The greatest maximum error with which a segment may keep the bounds, if errors are evenly
     * spread.
     */
    int likelyMaximumError(int[] samples, int from, int length) {
        double variance = allowedSquares(samples, from, length) / length;
        // Whole errors from -e to e have the variance e (e + 1) / 3.
        double byPrdn = (Math.sqrt(1 + 12 * variance) - 1) / 2;
        return (int) Math.min(1 << 20, Math.min(maximumError, byPrdn));
    }

    private double allowedSquares(int[] samples, int from, int length) {
        if (maximumPrdn == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        int count = 0;
        for (int i = from; i < from + length; i++) {
            if (samples[i] != LeadReader.MISSING) {
                sum += samples[i];
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            if (samples[i] != LeadReader.MISSING) {
                squares += (samples[i] - mean) * (samples[i] - mean);
            }
        }
        return squares * maximumPrdn * maximumPrdn / 1e4;
    }
}
