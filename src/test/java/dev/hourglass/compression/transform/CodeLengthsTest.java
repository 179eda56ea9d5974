package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CodeLengthsTest {
    private final long[] counts = new long[CodeLengths.MAGNITUDES];

    @Test
    void lengthsFollowFromFrequenciesWithOneOccurrenceSpreadOverAll() {
        counts[0] = 3;
        CodeLengths lengths = new CodeLengths(counts);

        // Of 4: 3 + 1/2 at 0, and 1/6 at 1, which also has a sign.
        assertThat(lengths.bits(0)).isCloseTo(Math.log(4 / 3.5) / Math.log(2), within(1e-12));
        assertThat(lengths.bits(1)).isCloseTo(Math.log(24) / Math.log(2) + 1, within(1e-12));
    }

    @Test
    void allProbabilitiesAddUpToOne() {
        counts[0] = 50;
        counts[2] = 7;
        counts[CodeLengths.MAGNITUDES - 1] = 1;
        CodeLengths lengths = new CodeLengths(counts);
        double sum = 0;
        for (int magnitude = 0; magnitude < 3_000_000; magnitude++) {
            sum += (magnitude == 0 ? 1 : 2) * Math.pow(2, -lengths.bits(magnitude));
        }

        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void noMagnitudeIsImpossible() {
        assertThat(new CodeLengths(counts).bits(Integer.MAX_VALUE)).isFinite().isLessThan(70);
    }
}
