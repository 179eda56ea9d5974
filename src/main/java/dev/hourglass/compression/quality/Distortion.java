package dev.hourglass.compression.quality;

import java.io.Serializable;

/**
 * What a reconstruction y of a signal x lost, from sums over pairs of samples, which are added one
 * by one or merged. Sums of x are of differences from its first value, so that a large offset costs
 * no digits. Values are in whatever unit the signal is given in; a sample that is not a number
 * makes all of them NaN, and so do no samples.
 */
public final class Distortion implements Serializable {
    private static final long serialVersionUID = 1L;

    private long samples;
    private double origin;

    /** Σ (x − origin). */
    private double sum;

    /** Σ (x − origin)². */
    private double squares;

    /** Σ (x − y)². */
    private double squaredError;

    private double maximumError;

    /** Adds a sample and its reconstruction. */
    public void add(double original, double reconstructed) {
        if (samples == 0) {
            origin = original;
        }
        double difference = original - origin;
        double error = original - reconstructed;
        samples++;
        sum += difference;
        squares += difference * difference;
        squaredError += error * error;
        maximumError = Math.max(maximumError, Math.abs(error));
    }

    /**
     * Adds samples and their reconstructions.
     *
     * @throws IllegalArgumentException where they are not equally many
     */
    public void add(double[] original, double[] reconstructed) {
        if (original.length != reconstructed.length) {
            throw new IllegalArgumentException(
                    "%d samples were reconstructed as %d"
                            .formatted(original.length, reconstructed.length));
        }
        for (int i = 0; i < original.length; i++) {
            add(original[i], reconstructed[i]);
        }
    }

    /** Adds the samples of another part of the signal, or of another signal in the same unit. */
    public void merge(Distortion other) {
        if (samples == 0) {
            origin = other.origin;
        }
        double shift = other.origin - origin;
        samples += other.samples;
        squares += other.squares + shift * (2 * other.sum + shift * other.samples);
        sum += other.sum + shift * other.samples;
        squaredError += other.squaredError;
        maximumError = Math.max(maximumError, other.maximumError);
    }

    /** How many pairs were added. */
    public long samples() {
        return samples;
    }

    /** Root mean square error, √(Σ (x − y)² / n), in the signal's unit. */
    public double rms() {
        return Math.sqrt(squaredError / samples);
    }

    /** Greatest absolute error, in the signal's unit. */
    public double maximumError() {
        return samples == 0 ? Double.NaN : maximumError;
    }

    /**
     * Percent root mean square difference, 100 √(Σ (x − y)² / Σ (x − zero)²). It depends on where
     * zero is, and three are usual. Of a signal in mV, with a converter of {@code baseline} and
     * {@code gain} ADC units a mV:
     *
     * <ul>
     *   <li>0 for the physical values, which is the same as ADC units less the baseline;
     *   <li>−baseline / gain for ADC units as they are stored: the baseline, 1024 for MIT-BIH, adds
     *       to the denominator;
     *   <li>the signal's least value for signals that are scaled to [0, 1].
     * </ul>
     *
     * <p>A signal that is zero throughout has 0 where the reconstruction is exact, else infinity.
     *
     * @param zero the value of x, in its unit, that counts as zero
     */
    public double prd(double zero) {
        double shift = origin - zero;
        return percent(squares + shift * (2 * sum + shift * samples));
    }

    /**
     * PRD with the signal's mean as zero, 100 √(Σ (x − y)² / Σ (x − mean)²), which no offset
     * flatters (PRD1 of Zigel, Cohen and Katz 2000). A flat line has 0 where the reconstruction is
     * exact, else infinity.
     */
    public double prdn() {
        return percent(deviations());
    }

    /**
     * Signal-to-noise ratio, 10 log₁₀(Σ (x − mean)² / Σ (x − y)²), in dB. Infinite where the
     * reconstruction is exact, else minus infinity for a flat line.
     */
    public double snr() {
        if (samples > 0 && squaredError == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return 10 * Math.log10(deviations() / squaredError);
    }

    /**
     * Quality score, the compression ratio over {@link #prd} (Fira and Goras 2008): infinite where
     * the reconstruction is exact.
     *
     * @param compressionRatio bits before compression over bits after it
     * @param zero as in {@link #prd}
     */
    public double qualityScore(double compressionRatio, double zero) {
        return compressionRatio / prd(zero);
    }

    /** Σ (x − mean)². */
    private double deviations() {
        return Math.max(0, squares - sum / samples * sum);
    }

    private double percent(double power) {
        if (samples > 0 && squaredError == 0) {
            return 0;
        }
        return 100 * Math.sqrt(squaredError / power);
    }
}
