package dev.hourglass.source;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.hourglass.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TensorSpecTest {
    @Test
    void anImageIsBytesOfIntensityFromZeroToOne() {
        TensorSpec spec = TensorSpec.image(2, 3, 1);
        assertThat(spec.elements()).isEqualTo(6);
        assertThat(spec.bytes()).isEqualTo(6);
        float[] values = new float[8];
        spec.decode(new byte[] {0, 1, 127, (byte) 128, (byte) 254, (byte) 255}, values, 1);
        assertThat(values)
                .containsExactly(
                        new float[] {0, 0, 1 / 255f, 127 / 255f, 128 / 255f, 254 / 255f, 1, 0},
                        org.assertj.core.api.Assertions.withPrecision(1e-7f));
        assertThat(values[6]).isEqualTo(1f);
    }

    @Test
    void bytesGrowWithTheElementType() {
        assertThat(spec(DType.INT16, List.of(10, 3)).bytes()).isEqualTo(60);
        assertThat(spec(DType.FLOAT32, List.of(10, 3)).bytes()).isEqualTo(120);
        assertThat(spec(DType.FLOAT32, List.of(10, 3)).elements()).isEqualTo(30);
    }

    static Stream<List<Integer>> emptyShapes() {
        return Stream.of(
                List.of(), List.of(0), List.of(28, 0, 1), List.of(28, -1), List.of(-3, -3));
    }

    @ParameterizedTest
    @MethodSource("emptyShapes")
    void aShapeWithoutElementsIsRefused(List<Integer> shape) {
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> spec(DType.UINT8, shape)))
                .hasMessageContaining("shape " + shape);
    }

    static Stream<List<Integer>> hugeShapes() {
        int most = Integer.MAX_VALUE;
        return Stream.of(
                List.of(most / 4 + 1),
                List.of(1 << 16, 1 << 16),
                List.of(1 << 16, 1 << 16, 1 << 16, 1 << 16),
                List.of(most, most, most, most));
    }

    @ParameterizedTest
    @MethodSource("hugeShapes")
    void aShapeThatNoArrayHoldsIsRefusedAndDoesNotOverflow(List<Integer> shape) {
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> spec(DType.FLOAT32, shape)))
                .hasMessageContaining("shape " + shape);
    }

    @Test
    void theLargestTensorThatAnArrayHoldsIsTaken() {
        assertThat(spec(DType.UINT8, List.of(Integer.MAX_VALUE)).bytes())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theShapeIsCopied() {
        List<Integer> shape = new ArrayList<>(List.of(2, 2));
        TensorSpec spec = spec(DType.UINT8, shape);
        shape.set(0, 7);
        assertThat(spec.shape()).containsExactly(2, 2);
    }

    @Test
    void whatIsNotOptionalIsAskedFor() {
        assertThatNullPointerException().isThrownBy(() -> spec(null, List.of(1)));
        assertThatNullPointerException()
                .isThrownBy(() -> new TensorSpec(DType.UINT8, List.of(1), null, 1, 0, "mV", 0));
        assertThatNullPointerException()
                .isThrownBy(() -> new TensorSpec(DType.UINT8, List.of(1), "WC", 1, 0, null, 0));
    }

    @Test
    void aSpecTravelsToExecutors() {
        TensorSpec spec = TensorSpec.image(2, 3, 1);
        assertThat(SerializationUtils.roundtrip(spec)).isEqualTo(spec);
    }

    private static TensorSpec spec(DType dtype, List<Integer> shape) {
        return new TensorSpec(dtype, shape, "WC", 1, 0, "mV", 360);
    }
}
