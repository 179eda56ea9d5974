package dev.hourglass.model;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.safetensors.Safetensors;
import dev.hourglass.safetensors.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody wrote: refused, each with STORE_CORRUPT, without taking memory for them. */
class DamagedSafetensorsTest {
    private static final String A = "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
    private static final String B = "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}";
    private static final byte[] WHOLE = file("{" + A + "," + B + "}", 12);

    @Test
    void theFileThatTheOthersAreMadeFromIsWhole() throws IOException {
        assertThat(read(WHOLE).keySet()).containsExactly("a", "b");
    }

    @Test
    void aFileCutShortAnywhereIsRefused() {
        for (int length = 0; length < WHOLE.length; length++) {
            assertCorrupt(Arrays.copyOf(WHOLE, length));
        }
    }

    @Test
    void aFileShorterThanItsFolderSaysIsRefused() {
        for (int length = 0; length < WHOLE.length; length++) {
            byte[] half = Arrays.copyOf(WHOLE, length);
            failure(
                    ErrorCode.STORE_CORRUPT,
                    () -> Safetensors.read(new ByteArrayInputStream(half), WHOLE.length, "test"));
        }
    }

    @Test
    void aFlippedBitIsRefusedOrChangesNamesAndValuesOnly() throws IOException {
        for (int bit = 0; bit < 8 * WHOLE.length; bit++) {
            byte[] flipped = WHOLE.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read(flipped).values())
                        .extracting(weights -> weights.shape().toString())
                        .containsExactly("[2]", "[1]");
            } catch (HourglassException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT);
            }
        }
    }

    @Test
    void bytesBehindTheLastTensorAreRefused() {
        assertThat(assertCorrupt(Arrays.copyOf(WHOLE, WHOLE.length + 1)))
                .hasMessageContaining("1 bytes belong to no tensor");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {-1, 0, 1, 1L << 31, 1L << 32, (8 << 20) + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aHeaderOfAnImpossibleLengthIsRefused(long length) {
        byte[] file = WHOLE.clone();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        assertThat(assertCorrupt(file)).hasMessageContaining("header length is " + length);
    }

    @Test
    void aHeaderThatTheFileCouldHoldButNoModelHasIsRefusedUnread() {
        long length = 1L << 40;
        byte[] start =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 30).array();
        failure(
                ErrorCode.STORE_CORRUPT,
                () -> Safetensors.read(new ByteArrayInputStream(start), length, "test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{",
                "  ",
                "[]",
                "null",
                "7",
                "{} {}",
                "{}}",
                "{'a':7}",
                "{'a':null}",
                "{'a':[]}",
                "{'a':{}}"
            })
    void aHeaderThatIsNoTableOfTensorsIsRefused(String header) {
        assertCorrupt(file(header, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // overlapping, with a gap, in another order, twice, backwards, beyond the end
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}}",
                "{" + B + "," + A + "}",
                "{" + A + "," + A + "," + B + "}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[8,4]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[8]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12,16]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':['8','12']}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[8.0,12.0]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[8.9,12.9]}}",
                "{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':{'x':8,'y':12}}}",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[-12,0]}}",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,18446744073709551628]}}",
                "{'a':{'dtype':'F32','shape':[3]}}"
            })
    void offsetsThatDoNotFollowOneAnotherAreRefused(String header) {
        assertCorrupt(file(header, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[2]",
                "[4]",
                "[3,0]",
                "[-3]",
                "[-1,-3]",
                "[3.0]",
                "['3']",
                "[true]",
                "[null]",
                "3",
                "{'n':3}",
                "[1,1,1,1,1,1,1,1,3]",
                "[4294967299]",
                "[65536,65536,65536,65539]",
                "[2147483647,2147483647,2147483647]",
                "[9223372036854775807,3]",
                "[18446744073709551619]",
                "[1e999999999]"
            })
    void aShapeThatDoesNotHoldTheBytesIsRefused(String shape) {
        assertCorrupt(
                file("{'a':{'dtype':'F32','shape':" + shape + ",'data_offsets':[0,12]}}", 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'F64'", "'I32'", "'BF16'", "'f32'", "''", "32", "null", "['F32']"})
    void anElementTypeThatNetworksDoNotHaveIsRefused(String dtype) {
        assertThat(
                        assertCorrupt(
                                file(
                                        "{'a':{'dtype':"
                                                + dtype
                                                + ",'shape':[3],'data_offsets':[0,12]}}",
                                        12)))
                .hasMessageContaining("not of dtype F32");
    }

    @Test
    void bytesThatAreNoWholeNumberOfFloatsAreRefused() {
        assertCorrupt(file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,11]}}", 11));
    }

    @Test
    void metadataOfOtherWritersIsPassedOver() throws IOException {
        assertThat(read(file("{'__metadata__':{'format':'pt'}," + A + "}", 8)).keySet())
                .containsExactly("a");
    }

    @Test
    void aHeaderOfCountlessTensorsTakesLittleMemory() {
        StringBuilder header = new StringBuilder("{");
        int count = 0;
        while (header.length() < (8 << 20) - 200) {
            header.append("'").append(count++);
            header.append("':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},");
        }
        byte[] empty = file(header.append("'x':{}}").toString(), 0);
        assertThat(allocatedBy(() -> assertCorrupt(empty))).isLessThan(512L << 20);
        byte[] million = file("{" + "'a':{},".repeat(1_000_000) + "'b':{}}", 0);
        assertThat(allocatedBy(() -> assertCorrupt(million))).isLessThan(512L << 20);
    }

    @Test
    void aHeaderNestedWithoutEndIsRefused() {
        assertCorrupt(file("{'a':" + "[".repeat(1_000_000), 0));
    }

    @Test
    void aTensorAsLongAsAPromiseTakesNoMemoryBeforeItsBytesAreThere() {
        byte[] file =
                file("{'a':{'dtype':'F32','shape':[500000000],'data_offsets':[0,2000000000]}}", 0);
        assertThat(allocatedBy(() -> assertCorrupt(file))).isLessThan(1L << 20);
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** A file with this header, in which ' stands for ", and this many bytes of values. */
    private static byte[] file(String header, int bytes) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static HourglassException assertCorrupt(byte[] file) {
        HourglassException failure = failure(ErrorCode.STORE_CORRUPT, () -> read(file));
        assertThat(failure).hasMessageContaining("models/m/1/weights.safetensors");
        return failure;
    }

    private static Map<String, Weights> read(byte[] file) throws IOException {
        return Safetensors.read(
                new ByteArrayInputStream(file), file.length, "models/m/1/weights.safetensors");
    }
}
