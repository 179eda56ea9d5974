package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {
    @ParameterizedTest
    @CsvSource({
        // input, kernel, stride, positions
        "SAME, 28, 5, 2, 14",
        "SAME, 7, 3, 2, 4",
        "SAME, 1, 9, 4, 1",
        "SAME, 8, 3, 1, 8",
        "VALID, 7, 3, 2, 3",
        "VALID, 28, 28, 1, 1",
        "VALID, 10, 3, 4, 2",
        "VALID, 3, 3, 1, 1"
    })
    void anAxisIsMeasuredAsTheFrameworkDoes(
            Padding padding, int input, int kernel, int stride, int positions) {
        assertThat(padding.outputSize(input, kernel, stride)).isEqualTo(positions);
    }

    @ParameterizedTest
    @CsvSource({"4, 5, 1", "4, 5, 2", "1, 1024, 1024"})
    void aKernelThatDoesNotFitLeavesNoPosition(int input, int kernel, int stride) {
        assertThat(Padding.VALID.outputSize(input, kernel, stride)).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        // input, kernel, stride, zeros before
        "SAME, 28, 5, 2, 1", // of three zeros two come after
        "SAME, 14, 5, 2, 1",
        "SAME, 7, 3, 2, 1",
        "SAME, 9, 2, 3, 0", // the kernel is smaller than its step
        "VALID, 7, 3, 2, 0"
    })
    void theOddZeroComesAfter(Padding padding, int input, int kernel, int stride, int before) {
        assertThat(padding.before(input, kernel, stride)).isEqualTo(before);
    }
}
