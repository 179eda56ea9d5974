package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class SinusTachogramTest {
    private static final int QUARTER_SECONDS = 4096;

    @Test
    void meanAndDeviationAreThoseAskedFor() {
        double[] series = series(0.9, 0.04, 1);

        assertThat(StatUtils.mean(series)).isCloseTo(0.9, within(1e-9));
        assertThat(Math.sqrt(StatUtils.populationVariance(series))).isCloseTo(0.04, within(1e-9));
    }

    @Test
    void spectrumHasTheMayerAndTheRespiratoryPeakInTheRatioOneToTwo() {
        Spectrum spectrum = new Spectrum(series(0.9, 0.04, 2), 4);

        assertThat(spectrum.peakBetween(0.03, 0.17)).isCloseTo(0.1, within(0.005));
        assertThat(spectrum.peakBetween(0.18, 0.5)).isCloseTo(0.25, within(0.005));
        assertThat(spectrum.powerBetween(0.05, 0.15) / spectrum.powerBetween(0.2, 0.3))
                .isCloseTo(0.5, within(0.02));
        assertThat(spectrum.powerBetween(0.15, 0.2))
                .isLessThan(0.001 * spectrum.powerBetween(0.05, 0.15));
    }

    @Test
    void betweenItsOwnSamplesTheSeriesIsInterpolatedAndAtItsEndItRepeats() {
        SinusTachogram tachogram = new SinusTachogram(1, 0.05, 60, new SplittableRandom(3));

        double middle = (tachogram.interval(10) + tachogram.interval(10.25)) / 2;
        assertThat(tachogram.interval(10.125)).isCloseTo(middle, within(1e-12));
        assertThat(tachogram.interval(256 + 10)).isEqualTo(tachogram.interval(10));
    }

    @Test
    void otherPhasesGiveAnotherSeries() {
        assertThat(series(1, 0.05, 4)).isNotEqualTo(series(1, 0.05, 5));
    }

    private static double[] series(double mean, double deviation, long seed) {
        SinusTachogram tachogram =
                new SinusTachogram(
                        mean, deviation, QUARTER_SECONDS / 4.0, new SplittableRandom(seed));
        return IntStream.range(0, QUARTER_SECONDS)
                .mapToDouble(i -> tachogram.interval(i / 4.0))
                .toArray();
    }
}
