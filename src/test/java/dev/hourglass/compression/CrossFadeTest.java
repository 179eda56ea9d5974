package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossFadeTest {
    @ParameterizedTest
    @CsvSource({"100, 10, 4", "96, 10, 4", "97, 10, 0", "1, 10, 4", "5, 10, 4", "6, 10, 4"})
    void windowsThatAgreeWithASignalGiveItBack(int samples, int window, int overlap) {
        WindowGrid grid = new WindowGrid(samples, window, overlap);
        CrossFade fade = new CrossFade(grid.window(), grid.overlap());
        double[] signal = new double[samples];
        for (long i = 0; i < grid.count(); i++) {
            double[] segment = new double[grid.segmentLength(i)];
            fade.join(
                    i == 0 ? Optional.empty() : Optional.of(ramp(grid, i - 1)),
                    ramp(grid, i),
                    i + 1 == grid.count() ? Optional.empty() : Optional.of(ramp(grid, i + 1)),
                    segment);
            System.arraycopy(segment, 0, signal, (int) grid.segmentStart(i), segment.length);
        }
        double[] ramp = new double[samples];
        Arrays.setAll(ramp, i -> i);
        assertThat(signal).containsExactly(ramp, within(1e-9));
    }

    @Test
    void aWindowFadesIntoTheNextAsTheSquareOfASine() {
        WindowGrid grid = new WindowGrid(16, 10, 4);
        CrossFade fade = new CrossFade(grid.window(), grid.overlap());
        double[] zeros = new double[10];
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        double[] left = new double[6];
        double[] right = new double[6];
        fade.join(Optional.empty(), zeros, Optional.of(ones), left);
        fade.join(Optional.of(zeros), ones, Optional.empty(), right);

        double first = Math.pow(Math.sin(Math.PI / 16), 2);
        double second = Math.pow(Math.sin(3 * Math.PI / 16), 2);
        assertThat(left).containsExactly(new double[] {0, 0, 0, 0, first, second}, within(1e-12));
        assertThat(right)
                .containsExactly(new double[] {1 - second, 1 - first, 1, 1, 1, 1}, within(1e-12));
    }

    @Test
    void windowsOverlapByAtMostHalf() {
        assertThatThrownBy(() -> new WindowGrid(100, 10, 6))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WindowGrid(100, 10, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] ramp(WindowGrid grid, long index) {
        double[] ramp = new double[grid.window()];
        Arrays.setAll(ramp, i -> grid.start(index) + i);
        return ramp;
    }
}
