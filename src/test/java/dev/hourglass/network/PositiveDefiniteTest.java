package dev.hourglass.network;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.error.ErrorCode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PositiveDefiniteTest {
    @Test
    void aKnownInverseIsFound() {
        // 4 · 3 − 2 · 2 = 8, and so the inverse is [3 −2; −2 4] / 8.
        double[] matrix = {4, 2, 2, 3};
        PositiveDefinite.invert(matrix, 2);
        assertThat(matrix).containsExactly(new double[] {0.375, -0.25, -0.25, 0.5}, within(1e-15));
    }

    @Test
    void onlyTheUpperTriangleIsRead() {
        double[] matrix = {4, 2, Double.NaN, 3};
        PositiveDefinite.invert(matrix, 2);
        assertThat(matrix).containsExactly(new double[] {0.375, -0.25, -0.25, 0.5}, within(1e-15));
    }

    @Test
    void aMatrixTimesItsInverseIsOne() {
        int n = 150;
        double[] matrix = gram(n);
        double[] inverse = matrix.clone();
        PositiveDefinite.invert(inverse, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += matrix[i * n + k] * inverse[k * n + j];
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-9));
            }
        }
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteIsRefused() {
        // Its eigenvalues are 3 and −1.
        double[] matrix = {1, 2, 2, 1};
        assertThat(failure(ErrorCode.INTERNAL, () -> PositiveDefinite.invert(matrix, 2)).where())
                .isEqualTo("its leading minor of order 2");
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        double[] matrix = {1, Double.NaN, 0, 1};
        assertThat(failure(ErrorCode.INTERNAL, () -> PositiveDefinite.invert(matrix, 2)).where())
                .isEqualTo("it holds a NaN");
    }

    private static double[] gram(int n) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[n][n];
        for (double[] row : rows) {
            for (int i = 0; i < n; i++) {
                row[i] = random.nextDouble(-1, 1);
            }
        }
        double[] gram = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram[i * n + j] = i == j ? 1 : 0;
                for (double[] row : rows) {
                    gram[i * n + j] += row[i] * row[j];
                }
            }
        }
        return gram;
    }
}
