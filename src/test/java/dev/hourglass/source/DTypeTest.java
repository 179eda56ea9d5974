package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTest {
    @ParameterizedTest
    @CsvSource({"UINT8, 1", "INT16, 2", "FLOAT32, 4", "SPARSE_FLOAT32, 8"})
    void anElementTakesItsBytes(DType dtype, int bytes) {
        assertThat(dtype.bytes()).isEqualTo(bytes);
    }

    @Test
    void bytesAreUnsigned() {
        byte[] tensor = {0, 1, 127, -128, -1};
        assertThat(decode(DType.UINT8, tensor, 2, -3)).containsExactly(-3, -1, 251, 253, 507);
    }

    @Test
    void shortsAreSignedAndLittleEndian() {
        byte[] tensor = {1, 0, 0, 1, -1, -1, 0, -128, -1, 127};
        assertThat(decode(DType.INT16, tensor, 0.5, 1))
                .containsExactly(1.5f, 129, 0.5f, -16_383, 16_384.5f);
    }

    @Test
    void floatsAreLittleEndian() {
        ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putFloat(0.25f).putFloat(-1e30f).putFloat(Float.MIN_VALUE).putFloat(Float.NaN);
        assertThat(decode(DType.FLOAT32, buffer.array(), 1, 0))
                .containsExactly(0.25f, -1e30f, Float.MIN_VALUE, Float.NaN);
        assertThat(decode(DType.FLOAT32, new byte[] {0, 0, -128, 63}, 1, 0)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(names = "SPARSE_FLOAT32", mode = EnumSource.Mode.EXCLUDE)
    void aTensorGoesWhereItIsToldAndNowhereElse(DType dtype) {
        float[] target = new float[7];
        Arrays.fill(target, 9);
        dtype.decode(new byte[3 * dtype.bytes()], 1, 4, target, 2);
        assertThat(target).containsExactly(9, 9, 4, 4, 4, 9, 9);
    }

    private static float[] decode(DType dtype, byte[] tensor, double scale, double offset) {
        float[] values = new float[tensor.length / dtype.bytes()];
        dtype.decode(tensor, scale, offset, values, 0);
        return values;
    }
}
