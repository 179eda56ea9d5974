package dev.hourglass.source.synthetic;

import java.util.Locale;

/**
 * A heart rhythm that {@link EcgGenerator} produces. Every record draws its mean heart rate and the
 * variation of its RR intervals uniformly from the rhythm's ranges.
 */
public enum Rhythm {
    /** Sinus rhythm at rest, with respiratory (0.25 Hz) and Mayer-wave (0.1 Hz) variability. */
    NORMAL(60, 80, 0.03, 0.06),
    /** Sinus rhythm below 60 beats a minute, whose variability a strong vagal tone keeps high. */
    BRADYCARDIA(40, 55, 0.03, 0.07),
    /** Sinus rhythm above 100 beats a minute, with the little variability it leaves. */
    TACHYCARDIA(105, 150, 0.01, 0.03),
    /**
     * No P waves but fibrillatory ones of 4 to 9 Hz, and RR intervals that are independent of each
     * other and skewed to the right.
     */
    ATRIAL_FIBRILLATION(70, 120, 0.18, 0.28),
    /**
     * Sinus rhythm with premature ventricular beats, from one in a few beats to bigeminy: wide,
     * with no P wave and an inverted T wave, and a full compensatory pause after them.
     */
    VENTRICULAR_ECTOPY(60, 85, 0.02, 0.05);

    private final double slowest;
    private final double fastest;
    private final double leastVariation;
    private final double mostVariation;

    Rhythm(double slowest, double fastest, double leastVariation, double mostVariation) {
        this.slowest = slowest;
        this.fastest = fastest;
        this.leastVariation = leastVariation;
        this.mostVariation = mostVariation;
    }

    /** The label of its samples, which is also its name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The lowest mean heart rate. Beats a minute. */
    public double slowest() {
        return slowest;
    }

    /** The highest mean heart rate. Beats a minute. */
    public double fastest() {
        return fastest;
    }

    /**
     * The smallest coefficient of variation (standard deviation over mean) of the RR intervals; of
     * the sinus intervals between the ectopic beats in {@link #VENTRICULAR_ECTOPY}.
     */
    public double leastVariation() {
        return leastVariation;
    }

    /** The largest coefficient of variation of the RR intervals. */
    public double mostVariation() {
        return mostVariation;
    }
}
