package dev.hourglass.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written, and that it reads back. */
class SafetensorsTest {
    @Test
    void theBytesAreThoseOfTheSpecification() throws IOException {
        Map<String, Weights> tensors = new LinkedHashMap<>();
        tensors.put("b", new Weights(List.of(1L, 2L), new float[] {1, -2}));
        tensors.put("a", new Weights(List.of(), new float[] {0.5f}));
        String header =
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        assertThat(header).hasSize(109);
        ByteBuffer expected = ByteBuffer.allocate(8 + 112 + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(112).put(header.getBytes(StandardCharsets.UTF_8));
        expected.put(new byte[] {' ', ' ', ' '});
        expected.put(new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0, 0, 0, 0, 0x3F});
        assertThat(write(tensors)).isEqualTo(expected.array());
    }

    @Test
    void valuesBeginAtAMultipleOfEightBytes() throws IOException {
        for (String name : List.of("", "a", "ab", "abc", "\u00fcber", "a\"b\\c", "abcdefgh")) {
            byte[] file = write(Map.of(name, new Weights(List.of(1L), new float[] {3})));
            assertThat((file.length - 4) % 8).isZero();
            assertSame(read(file), Map.of(name, new Weights(List.of(1L), new float[] {3})));
        }
    }

    @Test
    void everyKindOfFloatReadsBackBitForBit() throws IOException {
        float[] values = {
            0f,
            -0f,
            Float.NaN,
            Float.intBitsToFloat(0x7fc01234),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            -Float.MAX_VALUE
        };
        Map<String, Weights> tensors = Map.of("x", new Weights(List.of(2L, 2L, 2L), values));
        assertSame(read(write(tensors)), tensors);
    }

    @Test
    void arraysLongerThanTheBufferReadBack() throws IOException {
        Map<String, Weights> tensors = new LinkedHashMap<>();
        for (int length : new int[] {1, 65_535, 65_536, 65_537, 200_000, 0}) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = i * 0.37f - length;
            }
            tensors.put("of " + length, new Weights(List.of((long) length), values));
        }
        assertSame(read(write(tensors)), tensors);
    }

    @Test
    void theOrderIsThatOfTheWriter() throws IOException {
        Map<String, Weights> tensors = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m")) {
            tensors.put(name, new Weights(List.of(1L), new float[] {name.charAt(0)}));
        }
        assertThat(read(write(tensors)).keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void aFileWithoutTensorsReadsAsNone() throws IOException {
        assertThat(read(write(Map.of()))).isEmpty();
    }

    private static void assertSame(Map<String, Weights> actual, Map<String, Weights> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach(
                (name, weights) -> {
                    assertThat(actual.get(name).shape()).isEqualTo(weights.shape());
                    assertThat(bits(actual.get(name).values())).isEqualTo(bits(weights.values()));
                });
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static byte[] write(Map<String, Weights> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(tensors, out);
        return out.toByteArray();
    }

    private static Map<String, Weights> read(byte[] file) throws IOException {
        return Safetensors.read(new ByteArrayInputStream(file), file.length, "test");
    }
}
