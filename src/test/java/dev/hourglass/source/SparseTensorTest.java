package dev.hourglass.source;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparseTensorTest {
    private static final TensorSpec SPEC = TensorSpec.sparse(5, "rating");

    @Test
    void aCountIndicesAndValuesFollowEachOtherAndAreLittleEndian() {
        assertThat(SparseTensor.encode(new int[] {1, 300}, new float[] {1, -2}))
                .containsExactly(
                        2,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0,
                        0,
                        44,
                        1,
                        0,
                        0,
                        0,
                        0,
                        (byte) 0x80,
                        0x3f,
                        0,
                        0,
                        0,
                        (byte) 0xc0);
    }

    @Test
    void aDecodedTensorIsZeroWhereNothingWasGiven() {
        byte[] tensor = SparseTensor.encode(new int[] {0, 3}, new float[] {4.5f, 0.25f});
        float[] target = new float[9];
        Arrays.fill(target, 9);

        SPEC.decode(tensor, target, 2);

        assertThat(target).containsExactly(9, 9, 4.5f, 0, 0, 0.25f, 0, 9, 9);
        assertThat(SPEC.flaw(tensor)).isEmpty();
    }

    @Test
    void aTensorMayGiveNoElementAndAllOfThem() {
        byte[] none = SparseTensor.encode(new int[0], new float[0]);
        assertThat(none).hasSize(4).containsOnly(0);
        assertThat(decode(none)).containsExactly(0, 0, 0, 0, 0);
        byte[] all = SparseTensor.encode(new int[] {0, 1, 2, 3, 4}, new float[] {1, 2, 3, 4, 5});
        assertThat(all).hasSize(44);
        assertThat(decode(all)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void scaleAndOffsetHoldForElementsThatWereNotGivenToo() {
        TensorSpec spec = new TensorSpec(DType.SPARSE_FLOAT32, List.of(3), "C", 2, 1, "rating", 0);
        float[] values = new float[3];
        spec.decode(SparseTensor.encode(new int[] {1}, new float[] {5}), values, 0);
        assertThat(values).containsExactly(1, 11, 1);
    }

    @Test
    void asManyValuesAsIndicesAreAskedFor() {
        assertThatThrownBy(() -> SparseTensor.encode(new int[2], new float[1]))
                .hasMessageContaining("2 indices for 1 values");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(null, "is missing"),
                Arguments.of(new byte[0], "has 0 bytes, fewer than 4"),
                Arguments.of(new byte[3], "has 3 bytes, fewer than 4"),
                Arguments.of(new byte[12], "has 12 bytes for 0 elements"),
                Arguments.of(new byte[] {-1, -1, -1, -1}, "has 4 bytes for -1 elements"),
                Arguments.of(new byte[] {-1, -1, -1, 127}, "has 4 bytes for 2147483647 elements"),
                Arguments.of(tensor(5), "has an element 5 of 5"),
                Arguments.of(tensor(Integer.MAX_VALUE), "has an element 2147483647 of 5"),
                Arguments.of(tensor(-1), "has an element -1 of 5"),
                Arguments.of(tensor(0, 2, 2), "has element 2 after 2"),
                Arguments.of(tensor(3, 1), "has element 1 after 3"),
                Arguments.of(
                        SparseTensor.encode(new int[] {1, 4}, new float[] {1, Float.NaN}),
                        "has a number that is not finite, element 4"),
                Arguments.of(
                        SparseTensor.encode(new int[] {2}, new float[] {Float.NEGATIVE_INFINITY}),
                        "has a number that is not finite, element 2"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenTensorIsNamedAndNeverDecoded(byte[] tensor, String flaw) {
        assertThat(SPEC.flaw(tensor)).contains(flaw);
        float[] target = new float[5];
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> SPEC.decode(tensor, target, 0)))
                .hasMessageContaining(flaw);
        assertThat(target).containsOnly(0);
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> SparseTensor.decode(tensor, 5)))
                .hasMessageContaining(flaw);
    }

    @Test
    void indicesAndValuesComeBackAsTheyWere() {
        int[] indices = {0, 1, 4};
        float[] values = {2, -0.5f, 0};
        SparseTensor.Elements given = SparseTensor.decode(SparseTensor.encode(indices, values), 5);
        assertThat(given.indices()).isEqualTo(indices);
        assertThat(given.values()).isEqualTo(values);
    }

    @Test
    void noCutOfATensorIsReadAsAnotherOne() {
        byte[] whole = SparseTensor.encode(new int[] {1, 2, 4}, new float[] {1, 2, 3});
        for (int length = 0; length < whole.length; length++) {
            assertThat(SPEC.flaw(Arrays.copyOf(whole, length))).as("%d bytes", length).isPresent();
        }
    }

    private static byte[] tensor(int... indices) {
        float[] values = new float[indices.length];
        Arrays.fill(values, 1);
        return SparseTensor.encode(indices, values);
    }

    private static float[] decode(byte[] tensor) {
        float[] values = new float[5];
        SPEC.decode(tensor, values, 0);
        return values;
    }
}
