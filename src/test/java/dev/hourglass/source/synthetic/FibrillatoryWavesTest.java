package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class FibrillatoryWavesTest {
    @RepeatedTest(10)
    void theyAreSmallAndBetweenFourAndNineHertz(RepetitionInfo repetition) {
        FibrillatoryWaves waves =
                new FibrillatoryWaves(new SplittableRandom(repetition.getCurrentRepetition()));

        double[] series = IntStream.range(0, 8192).mapToDouble(i -> waves.at(i / 100.0)).toArray();

        assertThat(new Spectrum(series, 100).peakBetween(0.5, 50)).isBetween(4.0, 9.0);
        assertThat(Arrays.stream(series).map(Math::abs).max().orElseThrow()).isBetween(0.03, 0.25);
    }
}
