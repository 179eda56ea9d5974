package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowResamplerTest {
    /** Of an amplitude of 1. */
    private static final double MINUS_60_DB = 1e-3;

    @ParameterizedTest
    @CsvSource({"1389, 2000", "2000, 1389", "2778, 2000", "2000, 2778", "5556, 2000", "400, 64"})
    void wavesBelowTheLowerRatesNyquistFrequencyStayUpToTheEnds(int from, int to) {
        WindowResampler resampler = new WindowResampler(from, to);
        int nyquist = Math.min(from, to);
        for (int halves = 0; halves < nyquist * 7 / 8; halves += nyquist / 16) {
            assertThat(resampler.resample(wave(halves, from)))
                    .as("%d half waves a window", halves)
                    .containsExactly(wave(halves, to), within(MINUS_60_DB));
        }
    }

    @ParameterizedTest
    @CsvSource({"2778, 2000", "5556, 2000", "16000, 2000"})
    void wavesAboveItDoNotAlias(int from, int to) {
        WindowResampler resampler = new WindowResampler(from, to);
        for (int halves = to * 9 / 8; halves < from; halves += to / 16) {
            assertThat(resampler.resample(wave(halves, from)))
                    .as("%d half waves a window", halves)
                    .containsExactly(new double[to], within(MINUS_60_DB));
        }
    }

    @ParameterizedTest
    @CsvSource({"250, 2000", "2000, 250", "2000, 16000", "2001, 2000", "2, 16", "5, 3", "2, 2"})
    void aConstantStays(int from, int to) {
        double[] constant = new double[from];
        Arrays.fill(constant, 32_767);
        double[] expected = new double[to];
        Arrays.fill(expected, 32_767);
        assertThat(new WindowResampler(from, to).resample(constant))
                .containsExactly(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"711, 2000", "1389, 2000", "2778, 2000", "5556, 2000"})
    void whatBothRatesHoldComesBack(int window, int network) {
        Random random = new Random(1);
        double[] signal = new double[window];
        for (int halves = 0; halves < Math.min(window, network) * 7 / 8; halves++) {
            double amplitude = random.nextGaussian() / (1 + halves);
            double[] wave = wave(halves, window);
            Arrays.setAll(signal, i -> signal[i] + amplitude * wave[i]);
        }
        double[] there = new WindowResampler(window, network).resample(signal);
        assertThat(new WindowResampler(network, window).resample(there))
                .containsExactly(signal, within(MINUS_60_DB));
    }

    @Test
    void errorsGrowAtMostByTheAmplification() {
        WindowResampler resampler = new WindowResampler(64, 44);
        double amplification = resampler.amplification();
        assertThat(amplification).isBetween(1.0, 4.0);
        Random random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            double[] errors = random.ints(64, 0, 2).mapToDouble(bit -> 2 * bit - 1).toArray();
            for (double error : resampler.resample(errors)) {
                assertThat(Math.abs(error)).isLessThanOrEqualTo(amplification * (1 + 1e-12));
            }
        }
    }

    /** A compressor's bits are a decompressor's, on whatever machine each of them is. */
    @Test
    void theBitsAreThoseOfTheFirstVersion() {
        double[] samples = new Random(3).ints(2000, -2047, 2048).asDoubleStream().toArray();
        assertThat(Arrays.hashCode(new WindowResampler(2000, 1389).resample(samples)))
                .isEqualTo(-2129814719);
        assertThat(Arrays.hashCode(new WindowResampler(2000, 2778).resample(samples)))
                .isEqualTo(-468951332);
    }

    @Test
    void windowsOfAnotherLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowResampler(4, 8).resample(new double[5]))
                .withMessage("5 samples instead of 4");
    }

    /** A window that is its own mirror image at both ends, of so many half waves. */
    private static double[] wave(int halves, int length) {
        double[] wave = new double[length];
        Arrays.setAll(wave, i -> Math.cos(Math.PI * halves * (i + 0.5) / length));
        return wave;
    }
}
