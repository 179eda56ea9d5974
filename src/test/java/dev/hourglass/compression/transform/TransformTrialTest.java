package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class TransformTrialTest {
    private static final int SAMPLES = 64;

    @Test
    void aCodeThatWasFittedToSomeWindowsIsTriedOnOthers() {
        double[][] training = noise(200, 1, 1);
        double[][] windows = noise(30, 2, 2);
        Dct dct = new Dct(SAMPLES);
        TransformTrial trial = new TransformTrial(dct, training, windows);
        double step = 0.4;
        TransformCoder coder = TransformCoder.fit(dct, dct.forward(training), step);
        SummaryStatistics bits = new SummaryStatistics();
        SummaryStatistics prdn = new SummaryStatistics();
        double[] decoded = new double[SAMPLES];
        for (double[] coefficients : dct.forward(windows)) {
            bits.addValue(coder.code(coefficients, decoded));
            // By Parseval: the transform is orthonormal, and its first coefficient the mean.
            double error = 0;
            double power = StatUtils.sumSq(coefficients) - coefficients[0] * coefficients[0];
            double[] again = new double[SAMPLES];
            dct.forward(decoded, again);
            for (int i = 0; i < SAMPLES; i++) {
                error += Math.pow(again[i] - coefficients[i], 2);
            }
            prdn.addValue(100 * Math.sqrt(error / power));
        }

        assertThat(trial.bits(step)).isCloseTo(bits.getMean(), within(1e-9));
        SummaryStatistics tried = trial.prdn(step);
        assertThat(tried.getN()).isEqualTo(30);
        assertThat(tried.getMean()).isCloseTo(prdn.getMean(), within(1e-6));
        assertThat(tried.getMax()).isCloseTo(prdn.getMax(), within(1e-6));
    }

    private static double[][] noise(int windows, double deviation, long seed) {
        Random random = new Random(seed);
        double[][] drawn = new double[windows][SAMPLES];
        for (double[] window : drawn) {
            for (int i = 0; i < SAMPLES; i++) {
                window[i] = deviation * random.nextGaussian();
            }
        }
        return drawn;
    }
}
