package dev.hourglass.source.synthetic;

import java.util.List;

/**
 * The dynamical model of McSharry, Clifford, Tarassenko and Smith, "A dynamical model for
 * generating synthetic electrocardiogram signals", IEEE Trans. Biomed. Eng. 50(3), 2003:
 *
 * <pre>
 * x' = (1 − r) x − ω y                                    r = √(x² + y²), ω = 2π / RR
 * y' = (1 − r) y + ω x
 * z' = − Σ aᵢ Δθᵢ exp(−Δθᵢ² / 2bᵢ²) − (z − z₀)            z₀ = A sin(2π f t)
 * </pre>
 *
 * The point (x, y) is drawn to the unit circle and goes round it once a beat; z, the signal, is
 * pushed by each wave as its angle is passed, and falls back to the baseline z₀ within a second.
 * Integrated by the classical fourth-order Runge-Kutta method.
 *
 * <p>The paper stretches the angles and widths of the waves by the mean heart rate. Here every RR
 * interval stretches them by its own: it is the same in a steady rhythm, and in an irregular one
 * keeps a·b²/ω, by which R rises before the change of ω and falls after it, equal on both sides.
 */
final class EcgModel {
    /** The frequency of the breath, which moves the baseline. Hz. */
    static final double BREATHING = 0.25;

    private static final double LEAST_STEPS_A_SECOND = 256;
    private static final double TURN = 2 * Math.PI;

    private final double wander;
    private final double[][] slopes = new double[4][3];
    private double time;
    private double x;
    private double y;
    private double z;
    private double omega;
    private ScaledWaves passed;
    private ScaledWaves coming;

    /**
     * @param wander the amplitude A of the baseline z₀, in z's own unit
     * @param time where the baseline's clock starts, seconds
     * @param x where the point starts; (1, 0) is an R peak in the steady state
     * @param y where the point starts
     */
    EcgModel(double wander, double time, double x, double y) {
        this.wander = wander;
        this.time = time;
        this.x = x;
        this.y = y;
    }

    /**
     * Begins an RR interval. The point is at its R peak now, so its angle is set to 0, lest the
     * integration's tiny errors of phase add up over a day.
     *
     * @param interval seconds to the next R peak
     * @param passed the waves of the beat whose R peak this is
     * @param coming the waves of the beat whose R peak ends the interval
     */
    void startInterval(double interval, List<Wave> passed, List<Wave> coming) {
        this.x = radius();
        this.y = 0;
        this.omega = TURN / interval;
        this.passed = ScaledWaves.of(passed, interval);
        this.coming = ScaledWaves.of(coming, interval);
    }

    /** Integrates {@code seconds} of the interval, in equal steps of at most 1/256 s. */
    void advance(double seconds) {
        // The margin keeps rounding from taking two steps where one is just short enough.
        int steps = (int) Math.ceil(seconds * LEAST_STEPS_A_SECOND - 1e-6);
        for (int i = 0; i < steps; i++) {
            step(seconds / steps);
        }
    }

    /** The distance of the point from the origin; 1 on the limit cycle. */
    double radius() {
        return Math.sqrt(x * x + y * y);
    }

    /** The angle of the point from the last R peak, 0 to 2π. */
    double phase() {
        return phase(x, y);
    }

    /** The signal, in its own unit. */
    double z() {
        return z;
    }

    private void step(double h) {
        slope(slopes[0], 0, slopes[0]); // No way ahead: the direction given does not matter.
        slope(slopes[0], h / 2, slopes[1]);
        slope(slopes[1], h / 2, slopes[2]);
        slope(slopes[2], h, slopes[3]);
        x += h * weightedSlope(0);
        y += h * weightedSlope(1);
        z += h * weightedSlope(2);
        time += h;
    }

    private double weightedSlope(int axis) {
        return (slopes[0][axis] + 2 * slopes[1][axis] + 2 * slopes[2][axis] + slopes[3][axis]) / 6;
    }

    /** Writes to {@code result} the slope {@code h} seconds ahead along {@code direction}. */
    private void slope(double[] direction, double h, double[] result) {
        double aheadX = x + h * direction[0];
        double aheadY = y + h * direction[1];
        double aheadZ = z + h * direction[2];
        double attraction = 1 - Math.sqrt(aheadX * aheadX + aheadY * aheadY);
        double baseline = wander * Math.sin(TURN * BREATHING * (time + h));
        result[0] = attraction * aheadX - omega * aheadY;
        result[1] = attraction * aheadY + omega * aheadX;
        result[2] = push(phase(aheadX, aheadY)) - (aheadZ - baseline);
    }

    /** The waves' sum; a wave is that of the beat whose occurrence of it is the nearer. */
    private double push(double phase) {
        double push = 0;
        for (int i = 0; i < Wave.COUNT; i++) {
            ScaledWaves waves = passed;
            double delta = phase - passed.angles[i];
            if (delta > Math.PI) {
                waves = coming;
                delta = phase - TURN - coming.angles[i];
            }
            double spreads = delta / waves.widths[i];
            push -= waves.amplitudes[i] * delta * Math.exp(-0.5 * spreads * spreads);
        }
        return push;
    }

    private static double phase(double x, double y) {
        double angle = Math.atan2(y, x);
        return angle < 0 ? angle + TURN : angle;
    }

    /** Waves in the form the inner loop reads. */
    private record ScaledWaves(double[] angles, double[] amplitudes, double[] widths) {
        static ScaledWaves of(List<Wave> waves, double interval) {
            return new ScaledWaves(
                    waves.stream().mapToDouble(wave -> wave.angleAt(interval)).toArray(),
                    waves.stream().mapToDouble(Wave::amplitude).toArray(),
                    waves.stream().mapToDouble(wave -> wave.widthAt(interval)).toArray());
        }
    }
}
