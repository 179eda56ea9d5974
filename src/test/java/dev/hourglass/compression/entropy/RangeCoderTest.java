package dev.hourglass.compression.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeCoderTest {
    @Test
    void theBytesAreThoseWorkedByHand() {
        // 0xFFFFFFFF >>> 1 = 0x7FFFFFFF is the lower end; 0x80000000 is the shortest above it.
        assertThat(hex(1, 1)).isEqualTo("80");
        // 0xABCD * 0xFFFF = 0xABCC5433, of which two bytes leave 0x54330000.
        assertThat(hex(0xABCD, 16)).isEqualTo("abcc55");
        assertThat(hex(0, 16)).isEqualTo("0000");
    }

    @Test
    void aCarryGoesIntoBytesAlreadyWritten() {
        RangeEncoder encoder = new RangeEncoder();
        encoder.encodeBits(0xFF, 8);
        assertThat(encoder.length()).isEqualTo(1);
        encoder.encodeBits(1, 1);
        // 0xFE was written, and 0xFFFF0100 + 0x7FFFFF80 is beyond 32 bits.
        assertThat(HexFormat.of().formatHex(encoder.finish())).isEqualTo("ff80");
    }

    @Test
    void nothingTakesNoBytes() throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        assertThat(encoder.finish()).isEmpty();
        encoder.encode(0, 1, 0);
        encoder.encodeBits(0, 0);
        byte[] code = encoder.finish();
        assertThat(code).isEmpty();

        RangeDecoder decoder = new RangeDecoder(code);
        assertThat(decoder.bits(0)).isZero();
        decoder.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasEncodedIsDecoded(int seed) throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        encoder.encodeBits(seed, 32);
        encoder.finish();
        encodeShares(new Random(seed), encoder);
        byte[] code = encoder.finish();
        byte[] padded = new byte[code.length + 10];
        Arrays.fill(padded, (byte) 0xFF);
        System.arraycopy(code, 0, padded, 3, code.length);

        decodeShares(new Random(seed), new RangeDecoder(padded, 3, code.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 0x12345678, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void plainBitsOfEveryLengthAreDecoded(int value) throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        for (int count = 0; count <= 32; count++) {
            encoder.encodeBits(value, count);
        }
        RangeDecoder decoder = new RangeDecoder(encoder.finish());
        for (int count = 0; count <= 32; count++) {
            int expected = count == 32 ? value : value & (1 << count) - 1;
            assertThat(decoder.bits(count)).isEqualTo(expected);
        }
        decoder.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1000, 32_768, 65_000, 65_535})
    void aCodeIsAsLongAsItsEntropy(int frequency) {
        RangeEncoder encoder = new RangeEncoder();
        Random random = new Random(frequency);
        double bits = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean first = random.nextInt(1 << 16) < frequency;
            int length = first ? frequency : (1 << 16) - frequency;
            encoder.encode(first ? 0 : frequency, length, 16);
            bits -= Math.log(length / 65_536.0) / Math.log(2);
        }
        assertThat(encoder.finish().length * 8.0).isCloseTo(bits, within(0.005 * bits + 64));
    }

    @Test
    void aCodeThatIsCutOffIsFoundOut() {
        RangeEncoder encoder = new RangeEncoder();
        encodeShares(new Random(1), encoder);
        byte[] code = encoder.finish();

        for (int length : new int[] {0, 1, code.length / 2, code.length - 5}) {
            assertThatThrownBy(() -> decodeShares(new Random(1), new RangeDecoder(code, 0, length)))
                    .isInstanceOfAny(MalformedCodeException.class, AssertionError.class);
        }
        RangeDecoder decoder = new RangeDecoder(new byte[0]);
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                decoder.bits(8);
                            }
                        })
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("The code ends before its last symbol");
    }

    @Test
    void bytesThatAreLeftAreFoundOut() throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        encoder.encodeBits(0x1234, 16);
        byte[] code = encoder.finish();
        RangeDecoder decoder = new RangeDecoder(Arrays.copyOf(code, code.length + 7));

        assertThat(decoder.bits(16)).isEqualTo(0x1234);
        assertThatThrownBy(decoder::finish)
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("8 bytes are left after the last symbol");
    }

    @Test
    void aCodeBeyondTheTotalIsFoundOut() {
        byte[] highest = {-1, -1, -1, -1};

        assertThatThrownBy(() -> new RangeDecoder(highest).target(16))
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("The code points beyond the last symbol");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 4", "-1, 2, 4", "15, 2, 4", "0, 17, 4", "0, 1, 17", "0, 1, -1"})
    void sharesOutsideTheTotalAreRefused(int cumulative, int frequency, int totalBits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RangeEncoder().encode(cumulative, frequency, totalBits));
    }

    @Test
    void aShareThatDoesNotHoldTheTargetIsRefused() throws Exception {
        RangeDecoder decoder = new RangeDecoder(new byte[] {(byte) 0x80});
        assertThat(decoder.target(2)).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> decoder.take(3, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RangeDecoder(new byte[8]).take(0, 0));
    }

    private static String hex(int value, int bits) {
        RangeEncoder encoder = new RangeEncoder();
        encoder.encodeBits(value, bits);
        return HexFormat.of().formatHex(encoder.finish());
    }

    /** Shares of all lengths, of totals that are powers of two and others. */
    private static void encodeShares(Random random, RangeEncoder encoder) {
        for (int i = 0; i < 5000; i++) {
            int bits = random.nextInt(17);
            int from = random.nextInt(1 << bits);
            encoder.encode(from, 1 + random.nextInt((1 << bits) - from), bits);
            int total = 1 + random.nextInt(1 << 16);
            from = random.nextInt(total);
            encoder.encodeShare(from, 1 + random.nextInt(total - from), total);
        }
    }

    private static void decodeShares(Random random, RangeDecoder decoder)
            throws MalformedCodeException {
        for (int i = 0; i < 5000; i++) {
            int bits = random.nextInt(17);
            int from = random.nextInt(1 << bits);
            decode(decoder, decoder.target(bits), from, 1 + random.nextInt((1 << bits) - from));
            int total = 1 + random.nextInt(1 << 16);
            from = random.nextInt(total);
            decode(decoder, decoder.targetOfShares(total), from, 1 + random.nextInt(total - from));
        }
        decoder.finish();
    }

    private static void decode(RangeDecoder decoder, int target, int from, int length)
            throws MalformedCodeException {
        if (target < from || target >= from + length) {
            throw new AssertionError("%d is not %d to %d".formatted(target, from, from + length));
        }
        decoder.take(from, length);
    }
}
