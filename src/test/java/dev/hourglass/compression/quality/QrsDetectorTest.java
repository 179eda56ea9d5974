package dev.hourglass.compression.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hourglass.source.synthetic.EcgGenerator;
import dev.hourglass.source.synthetic.EcgsynSettings;
import dev.hourglass.source.synthetic.Rhythm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ECGs are generated, so that their beats are known. */
class QrsDetectorTest {
    private static final double FREQUENCY = 360;
    private static final int SECONDS = 120;

    @ParameterizedTest
    @ValueSource(doubles = {100, 128, 250, 360, 500, 1000})
    void everyBeatIsFoundAtEverySamplingRate(double frequency) {
        Recording recording = Recording.of(Rhythm.NORMAL, frequency);

        recording.requireAllFound(QrsDetector.detect(recording.millivolts, frequency));
    }

    @ParameterizedTest
    @EnumSource(Rhythm.class)
    void everyBeatOfEveryRhythmIsFound(Rhythm rhythm) {
        Recording recording = Recording.of(rhythm, FREQUENCY);

        recording.requireAllFound(QrsDetector.detect(recording.millivolts, FREQUENCY));
    }

    @Test
    void neitherUnitNorOffsetNorPolarityCount() {
        Recording recording = Recording.of(Rhythm.NORMAL, FREQUENCY);

        recording.requireAllFound(recording.detect(value -> 200 * value + 1024));
        recording.requireAllFound(recording.detect(value -> value / 1000 - 300));
        recording.requireAllFound(recording.detect(value -> -value));
    }

    @Test
    void thePeakIsThatOfTheInput() {
        // One sample higher than the rest of a complex of seven; it is not the middle one.
        double[] complex = {0.2, 0.5, 1, 1.1, 1, 0.5, 0.2};
        double[] lead = new double[20 * 360];
        long[] peaks = new long[19];
        for (int beat = 0; beat < peaks.length; beat++) {
            int start = 200 + 360 * beat;
            System.arraycopy(complex, 0, lead, start, complex.length);
            lead[start + 4] = 1.2;
            peaks[beat] = start + 4;
        }

        assertThat(QrsDetector.detect(lead, FREQUENCY)).containsExactly(peaks);
    }

    @Test
    void aSteepTWaveIsNoBeat() {
        double[] lead = new double[20 * 360];
        long[] peaks = new long[19];
        for (int beat = 0; beat < peaks.length; beat++) {
            int peak = 200 + 360 * beat;
            for (int i = -10; i <= 10; i++) {
                lead[peak + i] = 1 - Math.abs(i) / 11.0;
            }
            // 300 ms later, half as high and 110 ms long: above the threshold.
            for (int i = -20; i <= 20; i++) {
                lead[peak + 108 + i] = 0.5 * Math.pow(Math.cos(Math.PI * i / 42), 2);
            }
            peaks[beat] = peak;
        }

        assertThat(QrsDetector.detect(lead, FREQUENCY)).containsExactly(peaks);
    }

    @Test
    void smallBeatsAmongLargeOnesAreFoundBySearchingBack() {
        Recording recording = Recording.of(Rhythm.NORMAL, FREQUENCY);
        for (int beat = 20; beat < recording.peaks.length; beat += 7) {
            recording.scaleBeat(beat, 0.45);
        }

        recording.requireAllFound(QrsDetector.detect(recording.millivolts, FREQUENCY));
    }

    @Test
    void beatsAreFoundAgainAfterAnArtefactAndALossOfAmplitude() {
        Recording recording = Recording.of(Rhythm.NORMAL, FREQUENCY);
        int middle = recording.millivolts.length / 2;
        recording.millivolts[middle] += 50;
        for (int i = middle + 1; i < recording.millivolts.length; i++) {
            recording.millivolts[i] /= 10;
        }

        long[] beats = QrsDetector.detect(recording.millivolts, FREQUENCY);

        // Ten seconds later.
        long settled = middle + (long) (10 * FREQUENCY);
        assertThat(Arrays.stream(beats).filter(beat -> beat > settled).count())
                .isEqualTo(Arrays.stream(recording.peaks).filter(peak -> peak > settled).count());
    }

    @Test
    void aFewSecondsAreEnough() {
        Recording recording = Recording.of(Rhythm.NORMAL, FREQUENCY);
        double[] start = Arrays.copyOf(recording.millivolts, 2000);
        long[] beats = QrsDetector.detect(start, FREQUENCY);

        assertThat(beats)
                .hasSize((int) Arrays.stream(recording.peaks).filter(peak -> peak < 2000).count());
    }

    @Test
    void nothingBeatsInAFlatLine() {
        double[] flat = new double[10_000];
        Arrays.fill(flat, 0.1);

        assertThat(QrsDetector.detect(flat, FREQUENCY)).isEmpty();
        assertThat(QrsDetector.detect(new double[1], FREQUENCY)).isEmpty();
        assertThat(QrsDetector.detect(new double[0], FREQUENCY)).isEmpty();
    }

    @Test
    void beatsOfNoiseAreInTheSignalAndNeverCloserThan200Milliseconds() {
        double[] noise = new Random(3).doubles(50_000).toArray();
        long[] beats = QrsDetector.detect(noise, FREQUENCY);

        assertThat(beats[0]).isNotNegative();
        assertThat(beats[beats.length - 1]).isLessThan(50_000);
        for (int i = 1; i < beats.length; i++) {
            assertThat(beats[i] - beats[i - 1]).isGreaterThanOrEqualTo(72);
        }
    }

    @Test
    void refusesWhatItCannotDetectBeatsIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QrsDetector(99))
                .withMessage("Beats are detected from 100 Hz on, not at 99.0 Hz");
        assertThatIllegalArgumentException().isThrownBy(() -> new QrsDetector(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QrsDetector.detect(new double[] {0, Double.NaN}, FREQUENCY))
                .withMessage("Sample 1 is NaN");
    }

    private record Recording(double[] millivolts, long[] peaks, double frequency) {
        static Recording of(Rhythm rhythm, double frequency) {
            EcgsynSettings settings =
                    new EcgsynSettings(1, SECONDS, frequency, 100, List.of(rhythm), 0.02, 0.1);
            EcgGenerator generator = EcgGenerator.of(settings, 1, 0);
            double[] millivolts = new double[(int) (SECONDS * frequency)];
            generator.fill(millivolts);
            long[] peaks = Arrays.stream(generator.rPeaks()).asLongStream().toArray();
            return new Recording(millivolts, peaks, frequency);
        }

        long[] detect(DoubleUnaryOperator change) {
            return QrsDetector.detect(Arrays.stream(millivolts).map(change).toArray(), frequency);
        }

        void scaleBeat(int beat, double factor) {
            int reach = (int) (0.08 * frequency);
            for (int i = -reach; i <= reach; i++) {
                millivolts[(int) peaks[beat] + i] *= factor;
            }
        }

        /** But for those that the record begins or ends within. */
        void requireAllFound(long[] beats) {
            BeatMatching matching = BeatMatching.of(peaks, beats, frequency, 0.05);
            double edge = 0.1 * frequency;
            long inner =
                    Arrays.stream(peaks)
                            .filter(peak -> peak > edge && peak < millivolts.length - edge)
                            .count();
            assertThat(matching.matched()).isGreaterThanOrEqualTo((int) inner);
            assertThat(matching.added()).isZero();
            assertThat(matching.maximumOffset()).isLessThan(20);
        }
    }
}
