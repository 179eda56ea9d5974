package dev.hourglass.source.synthetic;

import java.util.SplittableRandom;

/**
 * The f-waves of fibrillating atria: a sawtooth of five harmonics whose amplitude and frequency
 * swing slowly, as in M. Stridh and L. Sörnmo, "Spatiotemporal QRST cancellation techniques for
 * analysis of atrial fibrillation", IEEE Trans. Biomed. Eng. 48(1), 2001.
 */
final class FibrillatoryWaves {
    private static final double TURN = 2 * Math.PI;
    private static final int HARMONICS = 5;
    private static final double AMPLITUDE_SWING = 0.08;
    private static final double FREQUENCY_SWING = 0.1;
    private static final double FREQUENCY_DEVIATION = 0.2;

    private final double frequency;
    private final double amplitude;
    private final double start;

    FibrillatoryWaves(SplittableRandom random) {
        this.frequency = random.nextDouble(4.2, 8.8);
        this.amplitude = random.nextDouble(0.05, 0.12);
        this.start = random.nextDouble(1000);
    }

    /** The f-waves {@code time} seconds into the record, in mV. */
    double at(double time) {
        double clock = start + time;
        double swing = amplitude * (1 + 0.4 * Math.sin(TURN * AMPLITUDE_SWING * clock));
        double phase =
                TURN * frequency * clock
                        + FREQUENCY_DEVIATION
                                / FREQUENCY_SWING
                                * Math.sin(TURN * FREQUENCY_SWING * clock);
        double sawtooth = 0;
        for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
            sawtooth -= 2 / (harmonic * Math.PI) * Math.sin(harmonic * phase);
        }
        return swing * sawtooth;
    }
}
