package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.junit.jupiter.api.Test;
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

    @Test
    void transposingReachesBackToTheInputOrUpToAStrideBesideIt() {
        for (int input = 1; input <= 30; input++) {
            for (int kernel = 1; kernel <= 7; kernel++) {
                for (int stride = 1; stride <= 7; stride++) {
                    for (Padding padding : Padding.values()) {
                        int output = padding.outputSize(input, kernel, stride);
                        if (output < 1) {
                            continue;
                        }
                        int back = padding.transposedSize(output, kernel, stride);
                        assertThat(Math.abs(back - input)).isLessThan(stride);
                    }
                }
            }
        }
    }

    @Test
    void theFrameworkIsToldTheSame() {
        assertThat(Padding.SAME.mode()).isEqualTo(ConvolutionMode.Same);
        assertThat(Padding.VALID.mode()).isEqualTo(ConvolutionMode.Truncate);
    }
}
