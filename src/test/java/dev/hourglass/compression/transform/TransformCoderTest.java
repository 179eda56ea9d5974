package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.quality.Distortion;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransformCoderTest {
    private static final int SAMPLES = 64;

    @Test
    void valuesThatAreAllAsLikelyTakeTheLogarithmOfTheirNumber() {
        Random random = new Random(1);
        double[][] windows = new double[2000][SAMPLES];
        for (double[] window : windows) {
            for (int i = 0; i < SAMPLES; i++) {
                window[i] = 10 * (1 + random.nextInt(4)) * (random.nextBoolean() ? 1 : -1);
            }
        }
        Code code = new Code(new Samples(), windows, 10);
        double[] decoded = new double[SAMPLES];

        // Two signs and four magnitudes.
        assertThat(code.code(windows[5], decoded) / SAMPLES).isCloseTo(3, within(0.1));
        assertThat(decoded).isEqualTo(windows[5]);
    }

    @Test
    void zerosTakeNearlyNothing() {
        Code code = new Code(new Dct(SAMPLES), new double[1000][SAMPLES], 1);
        double[] decoded = random(1)[0];

        assertThat(code.code(new double[SAMPLES], decoded)).isBetween(0.0, 0.1);
        assertThat(decoded).containsOnly(0);
    }

    @Test
    void rareValuesOfLittleMoreThanHalfAStepAreDropped() {
        double[][] windows = new double[100][SAMPLES];
        windows[0][10] = 5;
        Code code = new Code(new Samples(), windows, 1);
        double[] window = new double[SAMPLES];
        window[20] = 0.6;
        window[30] = -3;
        double[] decoded = new double[SAMPLES];
        code.code(window, decoded);

        assertThat(decoded[20]).isZero();
        assertThat(decoded[30]).isEqualTo(-3);
    }

    @Test
    void whatWasDroppedInTrainingWasNotCounted() {
        double[][] windows = new double[100][SAMPLES];
        for (int i = 0; i < 6; i++) {
            windows[i][10] = 0.6;
        }
        Code code = new Code(new Samples(), windows, 1);
        double[] window = new double[SAMPLES];
        window[SAMPLES - 1] = 1.49;
        double[] decoded = new double[SAMPLES];

        // All 6400 were 0 at last, so that P(1) is 1/6 of 6401, and its sign takes a bit.
        assertThat(code.code(window, decoded))
                .isCloseTo(Math.log(6 * 6401) / Math.log(2) + 1, within(0.01));
        assertThat(decoded[SAMPLES - 1]).isEqualTo(1);
    }

    @Test
    void neighboursTellWhatIsLikely() {
        // Half of the windows are silent; their zeros are as many as the others' values.
        double[][] windows = random(1000);
        for (int i = 0; i < windows.length; i += 2) {
            windows[i] = new double[SAMPLES];
        }
        Code code = new Code(new Samples(), windows, 0.1);
        double[] decoded = new double[SAMPLES];

        assertThat(code.code(windows[0], decoded) / SAMPLES).isLessThan(0.2);
    }

    @Test
    void aFinerStepTakesMoreBitsForLessError() {
        double[][] windows = random(300);
        Distortion coarse = new Distortion();
        Distortion fine = new Distortion();
        double coarseBits = code(0.5, windows, coarse);
        double fineBits = code(0.05, windows, fine);

        // Ten times finer is 20 dB, and log₂ 10 = 3.3 bits a coefficient.
        assertThat(fine.snr() - coarse.snr()).isCloseTo(20, within(2.0));
        assertThat(fineBits - coarseBits).isCloseTo(3.32, within(0.3));
        assertThat(fine.maximumError()).isLessThan(0.3);
    }

    @Test
    void theBitsOfAWindowAreThoseThatItsCodeTakes() {
        Dct dct = new Dct(SAMPLES);
        double[][] coefficients = dct.forward(random(50));
        TransformCoder coder = TransformCoder.fit(dct, coefficients, 1);

        assertThat(coder.bits(coefficients[3]))
                .isEqualTo(coder.code(coefficients[3], new double[SAMPLES]));
    }

    @Test
    void refusesWhatNoCodeCanBeFittedTo() {
        Dct dct = new Dct(SAMPLES);
        double[][] windows = random(3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformCoder.fit(dct, new double[0][], 1))
                .withMessage("There are no windows to fit a code to");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformCoder.fit(dct, windows, 0))
                .withMessage("The quantiser's step is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformCoder.fit(dct, windows, Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dct.forward(new double[1][SAMPLES - 1]))
                .withMessage("Window 0 is not 64 finite samples");
        windows[2][5] = Double.POSITIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dct.forward(windows))
                .withMessage("Window 2 is not 64 finite samples");
    }

    /** By cosines, in bits a sample. */
    private static double code(double step, double[][] windows, Distortion distortion) {
        Dct dct = new Dct(SAMPLES);
        double[][] coefficients = dct.forward(windows);
        TransformCoder coder = TransformCoder.fit(dct, coefficients, step);
        double bits = 0;
        double[] decoded = new double[SAMPLES];
        for (int i = 0; i < windows.length; i++) {
            bits += coder.code(coefficients[i], decoded);
            distortion.add(windows[i], decoded);
        }
        return bits / windows.length / SAMPLES;
    }

    private static double[][] random(int windows) {
        Random random = new Random(4);
        double[][] drawn = new double[windows][];
        for (int i = 0; i < windows; i++) {
            drawn[i] = random.doubles(SAMPLES, -3, 3).toArray();
        }
        return drawn;
    }

    /** Of windows, by a transform and code lengths fitted to others. */
    private record Code(SignalTransform transform, TransformCoder coder) {
        Code(SignalTransform transform, double[][] training, double step) {
            this(transform, TransformCoder.fit(transform, transform.forward(training), step));
        }

        double code(double[] window, double[] decoded) {
            return coder.code(transform.forward(new double[][] {window})[0], decoded);
        }
    }

    /** The samples as they are, in one group. */
    private static final class Samples implements SignalTransform {
        @Override
        public int samples() {
            return SAMPLES;
        }

        @Override
        public int coefficients() {
            return SAMPLES;
        }

        @Override
        public void forward(double[] samples, double[] coefficients) {
            System.arraycopy(samples, 0, coefficients, 0, SAMPLES);
        }

        @Override
        public void inverse(double[] coefficients, double[] samples) {
            System.arraycopy(coefficients, 0, samples, 0, SAMPLES);
        }

        @Override
        public int[] groups() {
            return new int[SAMPLES];
        }
    }
}
