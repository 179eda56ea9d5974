package dev.hourglass.source.synthetic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One deflection of a beat: a derivative of a Gaussian on the model's circle, where a beat is one
 * turn and the R peak is at angle 0. Its height in the signal goes with amplitude · width² · RR.
 *
 * @param angle where it lies at 60 beats a minute, radians
 * @param amplitude its strength a, of the model's own unit; negative for a trough
 * @param width its spread b at 60 beats a minute, radians
 * @param angleExponent the power of the heart rate that its angle goes with: 1/2 for Q and S, 1/4
 *     for P and T
 */
record Wave(double angle, double amplitude, double width, double angleExponent) {
    /** Waves a beat has, in the same order in every beat. */
    static final int COUNT = 5;

    /** P, Q, R, S and T as in Table I of McSharry et al. 2003. */
    static final List<Wave> SINUS_BEAT =
            List.of(
                    new Wave(-Math.PI / 3, 1.2, 0.25, 0.25),
                    new Wave(-Math.PI / 12, -5, 0.1, 0.5),
                    new Wave(0, 30, 0.1, 0),
                    new Wave(Math.PI / 12, -7.5, 0.1, 0.5),
                    new Wave(Math.PI / 2, 0.75, 0.4, 0.25));

    /** As {@link #SINUS_BEAT} without the P wave: conducted from fibrillating atria. */
    static final List<Wave> BEAT_WITHOUT_P =
            List.of(
                    SINUS_BEAT.get(0).times(0),
                    SINUS_BEAT.get(1),
                    SINUS_BEAT.get(2),
                    SINUS_BEAT.get(3),
                    SINUS_BEAT.get(4));

    /**
     * A beat that starts in a ventricle: no P and no Q, a QRS complex more than 120 ms wide and a
     * little higher than the sinus beat's, and a T wave against the direction of the QRS.
     */
    static final List<Wave> ECTOPIC_BEAT =
            List.of(
                    SINUS_BEAT.get(0).times(0),
                    SINUS_BEAT.get(1).times(0),
                    new Wave(0, 5.8, 0.25, 0),
                    new Wave(0.55, -4, 0.2, 0.5),
                    new Wave(1.75, -0.8, 0.45, 0.25));

    /** Standard deviation of the logarithm of a wave's amplitude. */
    private static final double SPREAD_BETWEEN_PEOPLE = 0.15;

    /** The same waves with amplitudes as they differ from one person to another. */
    static List<Wave> vary(List<Wave> waves, SplittableRandom random) {
        return waves.stream()
                .map(wave -> wave.times(Math.exp(SPREAD_BETWEEN_PEOPLE * random.nextGaussian())))
                .toList();
    }

    /** The angle in an RR interval of {@code interval} seconds. */
    double angleAt(double interval) {
        return angle * Math.pow(interval, -angleExponent);
    }

    /** The width in an RR interval of {@code interval} seconds. */
    double widthAt(double interval) {
        return width / Math.sqrt(interval);
    }

    private Wave times(double factor) {
        return new Wave(angle, amplitude * factor, width, angleExponent);
    }
}
