package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Window;
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
        assertThat(shape(padding, input, kernel, stride).output().width()).isEqualTo(positions);
    }

    @ParameterizedTest
    @CsvSource({"4, 5, 1", "4, 5, 2", "1, 1024, 1024"})
    void aKernelThatDoesNotFitLeavesNoPosition(int input, int kernel, int stride) {
        MapShape signal = new MapShape(1, input, 1);
        assertThat(Padding.VALID.fits(signal, Window.along(kernel, stride))).isFalse();
        assertThat(Padding.SAME.fits(signal, Window.along(kernel, stride))).isTrue();
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
        assertThat(shape(padding, input, kernel, stride).paddingLeft()).isEqualTo(before);
    }

    private static ConvolutionShape shape(Padding padding, int input, int kernel, int stride) {
        MapShape signal = new MapShape(1, input, 1);
        Window window = Window.along(kernel, stride);
        assertThat(padding.fits(signal, window)).isTrue();
        return padding.shape(signal, 1, window);
    }
}
