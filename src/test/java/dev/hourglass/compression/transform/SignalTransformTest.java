package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTransformTest {
    private static final Offset<Double> ROUNDING = within(1e-10);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 64, 100, 211, 360, 1999, 2000, 2048})
    void aCosineTransformIsOrthonormalAndReversible(int samples) {
        Dct dct = new Dct(samples);
        double[] window = random(samples);
        double[] coefficients = forward(dct, window);

        assertThat(energy(coefficients)).isCloseTo(energy(window), within(1e-9));
        assertThat(inverse(dct, coefficients)).containsExactly(window, ROUNDING);
    }

    @Test
    void aCosineTransformHasItsKnownCoefficients() {
        // As SciPy's dct with norm="ortho".
        assertThat(forward(new Dct(4), new double[] {1, 2, 3, 4}))
                .containsExactly(new double[] {5, -2.23044250, 0, -0.15851267}, within(1e-8));
        // Of odd length, by the definition.
        double[] third = forward(new Dct(3), new double[] {1, 0, 0});
        assertThat(third)
                .containsExactly(
                        new double[] {Math.sqrt(1 / 3.0), Math.sqrt(0.5), Math.sqrt(1 / 6.0)},
                        ROUNDING);
    }

    @Test
    void aCosineOfAWindowIsOneCoefficient() {
        int samples = 2000;
        double[] window = new double[samples];
        for (int i = 0; i < samples; i++) {
            window[i] = Math.cos(Math.PI * 30 * (i + 0.5) / samples);
        }
        double[] expected = new double[samples];
        expected[30] = Math.sqrt(samples / 2.0);

        assertThat(forward(new Dct(samples), window)).containsExactly(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1",
        "3, 1",
        "3, 2",
        "5, 3",
        "6, 2",
        "7, 3",
        "16, 4",
        "17, 5",
        "250, 6",
        "1999, 6",
        "2000, 6",
        "2000, 11",
        "2001, 9",
        "2048, 0"
    })
    void aWaveletTransformIsReversibleAtEveryLength(int samples, int levels) {
        Wavelet wavelet = new Wavelet(samples, levels);
        double[] window = random(samples);

        assertThat(inverse(wavelet, forward(wavelet, window))).containsExactly(window, ROUNDING);
    }

    @Test
    void aWaveletTransformIsNearlyOrthonormal() {
        double[] window = random(2000);

        assertThat(energy(forward(new Wavelet(2000, 6), window)) / energy(window))
                .isCloseTo(1, within(0.05));
    }

    @Test
    void aWaveletTransformHasItsKnownFilters() {
        // The analysis filters of bior4.4 as wavelet libraries print them; the sign of the
        // high-pass filter is a convention.
        double[] low = {
            0.037828455507, -0.023849465020, -0.110624404418, 0.377402855613, 0.852698679009
        };
        double[] high = {0.064538882629, -0.040689417609, -0.418092273222, 0.788485616406};
        for (int distance = 0; distance <= 4; distance++) {
            for (int direction : new int[] {-1, 1}) {
                double[] impulse = new double[64];
                impulse[32 + direction * distance] = 1;
                double coefficient = forward(new Wavelet(64, 1), impulse)[16];
                assertThat(coefficient).isCloseTo(low[4 - distance], within(1e-11));
            }
        }
        for (int distance = 0; distance <= 3; distance++) {
            double[] impulse = new double[64];
            impulse[33 - distance] = 1;
            double coefficient = forward(new Wavelet(64, 1), impulse)[32 + 16];
            assertThat(coefficient).isCloseTo(high[3 - distance], within(1e-11));
        }
    }

    @Test
    void aWaveletKeepsCubicsOutOfTheDetails() {
        double[] window = new double[64];
        for (int i = 0; i < window.length; i++) {
            window[i] = i * (i - 20.0) * (i - 50) / 1000;
        }
        double[] coefficients = forward(new Wavelet(64, 1), window);

        // Not at the ends, where the mirror image bends it.
        assertThat(Arrays.copyOfRange(coefficients, 32 + 2, 64 - 2))
                .containsExactly(new double[28], ROUNDING);
    }

    @Test
    void aConstantIsAllInTheApproximation() {
        double[] window = new double[100];
        Arrays.fill(window, 3);
        double[] coefficients = forward(new Wavelet(100, 2), window);

        double[] expected = new double[100];
        Arrays.fill(expected, 0, 25, 6);
        assertThat(coefficients).containsExactly(expected, ROUNDING);
    }

    @Test
    void theGroupsOfAWaveletAreItsLevelsAndDetailsHaveTheirParentsInTheNext() {
        Wavelet even = new Wavelet(16, 2);
        assertThat(even.groups()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2);
        assertThat(even.parents())
                .containsExactly(-1, -1, -1, -1, -1, -1, -1, -1, 4, 4, 5, 5, 6, 6, 7, 7);

        Wavelet odd = new Wavelet(6, 2);
        assertThat(odd.groups()).containsExactly(0, 0, 1, 2, 2, 2);
        assertThat(odd.parents()).containsExactly(-1, -1, -1, 2, 2, 2);
    }

    @Test
    void aWindowIsSplitNoMoreThanItCanBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wavelet(16, 5))
                .withMessage("A window of 16 samples cannot be split 5 times");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dct(0));
    }

    private static double[] forward(SignalTransform transform, double[] window) {
        double[] before = window.clone();
        double[] coefficients = new double[transform.coefficients()];
        transform.forward(window, coefficients);
        assertThat(window).isEqualTo(before);
        return coefficients;
    }

    private static double[] inverse(SignalTransform transform, double[] coefficients) {
        double[] before = coefficients.clone();
        double[] window = new double[transform.samples()];
        transform.inverse(coefficients, window);
        assertThat(coefficients).isEqualTo(before);
        return window;
    }

    private static double energy(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    private static double[] random(int samples) {
        Random random = new Random(samples);
        return random.doubles(samples, -1, 1).toArray();
    }
}
