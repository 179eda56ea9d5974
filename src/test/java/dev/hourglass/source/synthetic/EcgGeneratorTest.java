package dev.hourglass.source.synthetic;

import static dev.hourglass.source.synthetic.Rhythm.ATRIAL_FIBRILLATION;
import static dev.hourglass.source.synthetic.Rhythm.NORMAL;
import static dev.hourglass.source.synthetic.Rhythm.VENTRICULAR_ECTOPY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcgGeneratorTest {
    private static final int FREQUENCY = 360;
    private static final long SEED = 42;

    @ParameterizedTest
    @EnumSource(Rhythm.class)
    void meanHeartRateIsTheOneDrawnFromTheRhythmsRange(Rhythm rhythm) {
        for (int record = 0; record < 3; record++) {
            Signal signal = signal(rhythm, record, 400, 0, 0);

            assertThat(signal.heartRate).isBetween(rhythm.slowest(), rhythm.fastest());
            assertThat(60 / StatUtils.mean(signal.intervals()))
                    .isCloseTo(signal.heartRate, within(0.05 * signal.heartRate));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rhythm.class,
            names = {"NORMAL", "BRADYCARDIA", "TACHYCARDIA"})
    void rPeaksAreTheHighMaximaOfTheSignal(Rhythm rhythm) {
        Signal signal = signal(rhythm, 0, 60, 0, 0);

        int[] maxima =
                IntStream.range(1, signal.millivolts.length - 1)
                        .filter(i -> signal.millivolts[i] > 0.8)
                        .filter(i -> signal.millivolts[i] >= signal.millivolts[i - 1])
                        .filter(i -> signal.millivolts[i] > signal.millivolts[i + 1])
                        .toArray();

        assertThat(signal.rPeaks).hasSameSizeAs(maxima);
        for (int i = 0; i < maxima.length; i++) {
            assertThat(signal.rPeaks[i]).isCloseTo(maxima[i], within(1));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rhythm.class,
            names = {"NORMAL", "BRADYCARDIA", "TACHYCARDIA"})
    void sinusBeatsReachFromMinusFourTenthsToTwelveTenthsOfAMillivolt(Rhythm rhythm) {
        for (int record = 0; record < 5; record++) {
            double[] millivolts = signal(rhythm, record, 60, 0, 0).millivolts;

            assertThat(StatUtils.min(millivolts)).isCloseTo(-0.4, within(0.06));
            assertThat(StatUtils.max(millivolts)).isCloseTo(1.2, within(0.06));
        }
    }

    @Test
    void variabilityOfTheSinusRhythmPeaksAtTheMayerWaveAndTheBreath() {
        Signal signal = signal(NORMAL, 1, 1200, 0, 0);
        double[] times = Arrays.stream(signal.rPeaks).mapToDouble(p -> p / 360.0).toArray();
        double[] series = new double[4096];
        int beat = 0;
        for (int i = 0; i < series.length; i++) {
            while (times[beat + 1] <= times[0] + i / 4.0) {
                beat++;
            }
            series[i] = times[beat + 1] - times[beat];
        }

        Spectrum spectrum = new Spectrum(series, 4);

        assertThat(spectrum.peakBetween(0.03, 0.17)).isCloseTo(0.1, within(0.02));
        assertThat(spectrum.peakBetween(0.18, 0.4)).isCloseTo(0.25, within(0.02));
        assertThat(spectrum.powerBetween(0.07, 0.13) + spectrum.powerBetween(0.22, 0.28))
                .isGreaterThan(0.8 * spectrum.powerBetween(0, 0.4));
    }

    @Test
    void intervalsOfAtrialFibrillationAreIrregularSkewedAndIndependent() {
        double[] normal = signal(NORMAL, 0, 600, 0, 0).intervals();
        double[] fibrillating = signal(ATRIAL_FIBRILLATION, 0, 600, 0, 0).intervals();

        assertThat(variation(normal)).isBetween(0.02, 0.08);
        assertThat(variation(fibrillating)).isBetween(0.15, 0.32);
        assertThat(StatUtils.mean(fibrillating))
                .isGreaterThan(StatUtils.percentile(fibrillating, 50));
        assertThat(neighbourCorrelation(fibrillating)).isCloseTo(0, within(0.12));
        assertThat(StatUtils.min(fibrillating)).isGreaterThan(0.29);
    }

    @Test
    void pWavesStandOutInSinusRhythmAndAreMissingInAtrialFibrillation() {
        for (int record = 0; record < 3; record++) {
            assertThat(meanPWave(signal(NORMAL, record, 300, 0, 0))).isGreaterThan(0.1);
            assertThat(meanPWave(signal(ATRIAL_FIBRILLATION, record, 300, 0, 0)))
                    .isCloseTo(0, within(0.05));
        }
    }

    @Test
    void ectopicBeatsArePrematureWideAndFollowedByAPauseAndAnInvertedT() {
        Signal signal = signal(VENTRICULAR_ECTOPY, 1, 300, 0, 0);
        double[] intervals = signal.intervals();
        double sinus = 60 / signal.heartRate;
        int ectopic = 0;
        for (int i = 1; i < intervals.length; i++) {
            if (intervals[i - 1] < 0.8 * sinus) {
                ectopic++;
                int peak = signal.rPeaks[i];
                int sinusPeak = signal.rPeaks[i - 1];
                assertThat(intervals[i - 1] + intervals[i])
                        .isCloseTo(2 * sinus, within(0.4 * sinus));
                assertThat(signal.halfWidth(peak))
                        .isGreaterThan(3 * signal.halfWidth(sinusPeak) / 2);
                assertThat(signal.meanAfter(peak, 0.2, 0.35)).isLessThan(-0.2);
                assertThat(signal.meanAfter(sinusPeak, 0.15, 0.25)).isPositive();
            }
        }
        assertThat(ectopic).isGreaterThan(intervals.length / 6);
    }

    @Test
    void noiseIsWhiteOfTheDeviationAskedForAndChangesNothingElse() {
        Signal quiet = signal(NORMAL, 3, 60, 0, 0.1);
        Signal noisy = signal(NORMAL, 3, 60, 0.05, 0.1);

        double[] noise = difference(noisy, quiet);

        assertThat(noisy.rPeaks).isEqualTo(quiet.rPeaks);
        assertThat(StatUtils.mean(noise)).isCloseTo(0, within(0.002));
        assertThat(Math.sqrt(StatUtils.variance(noise))).isCloseTo(0.05, within(0.002));
        assertThat(neighbourCorrelation(noise)).isCloseTo(0, within(0.03));
    }

    @Test
    void baselineSwingsWithTheBreathByTheAmplitudeAskedFor() {
        Signal still = signal(NORMAL, 3, 64, 0, 0);
        Signal swinging = signal(NORMAL, 3, 64, 0, 0.15);

        double[] wander = difference(swinging, still);

        assertThat(StatUtils.max(wander)).isCloseTo(0.15, within(0.002));
        assertThat(StatUtils.min(wander)).isCloseTo(-0.15, within(0.002));
        assertThat(new Spectrum(wander, FREQUENCY).peakBetween(0.05, 5))
                .isCloseTo(EcgModel.BREATHING, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void theStreamIsTheSameInPiecesOfAnySize(int piece) {
        EcgsynSettings settings = settings(ATRIAL_FIBRILLATION, 20, 0.02, 0.1);
        double[] whole = new double[7000];
        EcgGenerator.of(settings, SEED, 5).fill(whole);

        EcgGenerator generator = EcgGenerator.of(settings, SEED, 5);
        double[] pieces = new double[whole.length];
        double[] buffer = new double[piece];
        for (int start = 0; start < whole.length; start += piece) {
            generator.fill(buffer);
            System.arraycopy(buffer, 0, pieces, start, piece);
        }

        assertThat(pieces).isEqualTo(whole);
        assertThat(Arrays.stream(generator.rPeaks()).boxed())
                .isNotEmpty()
                .allMatch(peak -> peak < whole.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 128, 1000, 2000})
    void theSamplingRateDoesNotMoveTheBeats(int frequency) {
        EcgsynSettings settings = new EcgsynSettings(1, 30, frequency, 50, List.of(NORMAL), 0, 0);
        EcgGenerator generator = EcgGenerator.of(settings, SEED, 0);
        double[] millivolts = new double[30 * frequency];
        generator.fill(millivolts);
        Signal signal = signal(NORMAL, 0, 30, 0, 0);

        assertThat(generator.rPeaks()).hasSameSizeAs(signal.rPeaks);
        for (int i = 0; i < signal.rPeaks.length; i++) {
            assertThat(generator.rPeaks()[i] / (double) frequency)
                    .isCloseTo(signal.rPeaks[i] / (double) FREQUENCY, within(0.013));
        }
        for (int second = 0; second < 30; second++) {
            assertThat(millivolts[second * frequency])
                    .isCloseTo(signal.millivolts[second * FREQUENCY], within(1e-3));
        }
    }

    @Test
    void anotherSeedAndAnotherRecordGiveAnotherSignal() {
        EcgsynSettings settings = settings(NORMAL, 10, 0, 0);
        double[] first = new double[100];
        double[] otherSeed = new double[100];
        double[] otherRecord = new double[100];
        EcgGenerator.of(settings, 1, 0).fill(first);
        EcgGenerator.of(settings, 2, 0).fill(otherSeed);
        EcgGenerator.of(settings, 1, 1).fill(otherRecord);

        assertThat(first).isNotEqualTo(otherSeed).isNotEqualTo(otherRecord);
        assertThat(otherSeed).isNotEqualTo(otherRecord);
    }

    private static EcgsynSettings settings(
            Rhythm rhythm, double seconds, double noise, double wander) {
        return new EcgsynSettings(10, seconds, FREQUENCY, 2000, List.of(rhythm), noise, wander);
    }

    private static Signal signal(
            Rhythm rhythm, int record, int seconds, double noise, double wander) {
        EcgGenerator generator =
                EcgGenerator.of(settings(rhythm, seconds, noise, wander), SEED, record);
        double[] millivolts = new double[seconds * FREQUENCY];
        generator.fill(millivolts);
        assertThat(generator.rhythm()).isEqualTo(rhythm);
        return new Signal(generator.heartRate(), millivolts, generator.rPeaks());
    }

    private static double[] difference(Signal left, Signal right) {
        return IntStream.range(0, left.millivolts.length)
                .mapToDouble(i -> left.millivolts[i] - right.millivolts[i])
                .toArray();
    }

    private static double variation(double[] values) {
        return Math.sqrt(StatUtils.variance(values)) / StatUtils.mean(values);
    }

    private static double neighbourCorrelation(double[] values) {
        double mean = StatUtils.mean(values);
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            sum += (values[i] - mean) * (values[i - 1] - mean);
        }
        return sum / (values.length - 1) / StatUtils.variance(values);
    }

    /** How far the signal at the P wave's angle is above that well before it, mean over beats. */
    private static double meanPWave(Signal signal) {
        double[] intervals = signal.intervals();
        double[] heights = new double[intervals.length];
        for (int i = 0; i < intervals.length; i++) {
            double second = intervals[i] / (2 * Math.PI) * FREQUENCY;
            double angle = Math.PI / 3 * Math.pow(intervals[i], -0.25);
            int next = signal.rPeaks[i + 1];
            heights[i] =
                    signal.millivolts[next - (int) Math.round(angle * second)]
                            - signal.millivolts[next - (int) Math.round(2.3 * second)];
        }
        return StatUtils.mean(heights);
    }

    private record Signal(double heartRate, double[] millivolts, int[] rPeaks) {
        /** RR intervals, seconds. */
        double[] intervals() {
            return IntStream.range(1, rPeaks.length)
                    .mapToDouble(i -> (rPeaks[i] - rPeaks[i - 1]) / (double) FREQUENCY)
                    .toArray();
        }

        /** Samples round a peak that are above half its height. */
        int halfWidth(int peak) {
            int from = peak;
            int to = peak;
            while (from > 0 && millivolts[from] > millivolts[peak] / 2) {
                from--;
            }
            while (to < millivolts.length - 1 && millivolts[to] > millivolts[peak] / 2) {
                to++;
            }
            return to - from;
        }

        double meanAfter(int peak, double from, double to) {
            int start = peak + (int) (from * FREQUENCY);
            return StatUtils.mean(millivolts, start, (int) ((to - from) * FREQUENCY));
        }
    }
}
