package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalFormatTest {
    @Test
    void unpacksFormat16() {
        assertThat(decoded(16, 6, 0x34, 0x12, 0xFF, 0xFF, 0x00, 0x80, 0xFF, 0x7F, 0x80, 0, 0, 0xFF))
                .containsExactly(0x1234, -1, -32768, 32767, 128, -256);
    }

    @Test
    void unpacksFormat61() {
        assertThat(decoded(61, 6, 0x12, 0x34, 0xFF, 0xFF, 0x80, 0x00, 0x7F, 0xFF, 0, 0x80, 0xFF, 0))
                .containsExactly(0x1234, -1, -32768, 32767, 128, -256);
    }

    @Test
    void unpacksFormat80() {
        assertThat(decoded(80, 5, 0x00, 0x01, 0x80, 0x7F, 0xFF))
                .containsExactly(-128, -127, 0, -1, 127);
    }

    @Test
    void unpacksFormat212() {
        // 995 = 0x3E3 and 1011 = 0x3F3 as record 100 of MIT-BIH starts; then -1 and 2047,
        // -2048 and 1, 0x123 and -0x123 = 0xEDD.
        assertThat(
                        decoded(
                                212, 8, 0xE3, 0x33, 0xF3, 0xFF, 0x7F, 0xFF, 0x00, 0x08, 0x01, 0x23,
                                0xE1, 0xDD))
                .containsExactly(995, 1011, -1, 2047, -2048, 1, 0x123, -0x123);
    }

    @Test
    void unpacksALastSampleOfFormat212WithoutItsPartner() {
        assertThat(decoded(212, 3, 0xE3, 0x33, 0xF3, 0xFE, 0x0F)).containsExactly(995, 1011, -2);
    }

    @ParameterizedTest
    @CsvSource({
        "16,  7, 3, 5, 10, -32768",
        "61,  7, 3, 5, 10, -32768",
        "80,  7, 7, 5,  5,   -128",
        "212, 7, 4, 5,  8,  -2048",
        "212, 8, 5, 6,  9,  -2048",
        "212, 9, 6, 1,  2,  -2048"
    })
    void countsSamplesAndBytes(
            int number, long bytes, long held, int samples, int needed, int missing) {
        SignalFormat format = SignalFormat.of(number).orElseThrow();

        assertThat(format.samples(bytes)).isEqualTo(held);
        assertThat(format.bytes(samples)).isEqualTo(needed);
        assertThat(format.missing()).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource({"0", "8", "24", "32", "160", "310", "311", "999"})
    void hasNoOtherFormat(int number) {
        assertThat(SignalFormat.of(number)).isEmpty();
    }

    @Test
    void packsFormat212AsItIsUnpacked() {
        assertThat(encoded(212, 995, 1011, -1, 2047, -2048, 1, 0x123, -0x123))
                .containsExactly(0xE3, 0x33, 0xF3, 0xFF, 0x7F, 0xFF, 0, 8, 1, 0x23, 0xE1, 0xDD);
        assertThat(encoded(212, 995, 1011, -2)).containsExactly(0xE3, 0x33, 0xF3, 0xFE, 0x0F);
    }

    @Test
    void packsFormat16AsItIsUnpacked() {
        assertThat(encoded(16, 0x1234, -1, -32768, 32767))
                .containsExactly(0x34, 0x12, 0xFF, 0xFF, 0x00, 0x80, 0xFF, 0x7F);
    }

    @ParameterizedTest
    @CsvSource({"16, -32768, 32767", "212, -2048, 2047"})
    void unpacksEverySampleThatItPacked(int number, int least, int greatest) {
        SignalFormat format = SignalFormat.of(number).orElseThrow();
        int[] samples = IntStream.rangeClosed(least - 1, greatest).toArray();
        // Every sample stands once in a pair's first place and once in its second.
        samples[0] = 0;
        for (int from = 0; from < 2; from++) {
            int[] wanted = Arrays.copyOfRange(samples, from, samples.length);
            int[] found = new int[wanted.length];
            byte[] packed = new byte[format.bytes(wanted.length)];
            format.encode(wanted, wanted.length, packed);
            format.decode(packed, wanted.length, found);
            assertThat(found).isEqualTo(wanted);
        }
        assertThat(format.missing()).isEqualTo(least);
        assertThat(format.greatest()).isEqualTo(greatest);
    }

    private static int[] encoded(int number, int... samples) {
        SignalFormat format = SignalFormat.of(number).orElseThrow();
        byte[] packed = new byte[format.bytes(samples.length)];
        format.encode(samples, samples.length, packed);
        return IntStream.range(0, packed.length).map(i -> packed[i] & 0xFF).toArray();
    }

    private static int[] decoded(int number, int count, int... bytes) {
        byte[] packed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            packed[i] = (byte) bytes[i];
        }
        int[] samples = new int[count];
        SignalFormat.of(number).orElseThrow().decode(packed, count, samples);
        return samples;
    }
}
