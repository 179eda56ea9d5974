package dev.hourglass.compression.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpcmCoderTest {
    private static final int LEAST = -(1 << 23);
    private static final int MOST = (1 << 23) - 1;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 64, 2000})
    void losslessSegmentsOfEveryLengthAreDecoded(int length) throws Exception {
        assertThat(decoded(ecg(length), 0)).isEqualTo(ecg(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void losslessSamplesOfEverySizeAreDecoded(int seed) throws Exception {
        Random random = new Random(seed);
        int[] samples = signal(3000, i -> random.nextInt() >> 8 + random.nextInt(24));
        samples[100] = LEAST;
        samples[101] = MOST;
        samples[102] = LEAST;

        assertThat(decoded(samples, 0)).isEqualTo(samples);
    }

    @Test
    void samplesThatSwingFromEndToEndAreDecoded() throws Exception {
        int[] samples = signal(500, i -> i % 2 == 0 ? LEAST : MOST);

        assertThat(decoded(samples, 0)).isEqualTo(samples);
        assertErrorWithin(1 << 22, samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 4_194_304})
    void noSampleIsOffByMoreThanTheMaximumError(int maximumError) throws Exception {
        Random random = new Random(maximumError);
        assertErrorWithin(maximumError, ecg(2000));
        assertErrorWithin(maximumError, signal(2000, i -> random.nextInt() >> 8));
        assertErrorWithin(maximumError, signal(500, i -> i < 250 ? MOST : LEAST));
    }

    @Test
    void segmentsFollowOneAnother() throws Exception {
        int[] samples = ecg(5000);
        DpcmEncoder encoder = new DpcmEncoder();
        RangeEncoder out = new RangeEncoder();
        encoder.encode(samples, 0, 1999, 0, out);
        encoder.encode(samples, 1999, 1, 0, out);
        encoder.encode(samples, 2000, 3000, 0, out);
        byte[] code = out.finish();

        int[] found = new int[5002];
        RangeDecoder in = new RangeDecoder(code);
        DpcmDecoder decoder = new DpcmDecoder();
        decoder.decode(in, found, 1, 1999, 0);
        decoder.decode(in, found, 2000, 1, 0);
        decoder.decode(in, found, 2001, 3000, 0);
        in.finish();
        assertThat(Arrays.copyOfRange(found, 1, 5001)).isEqualTo(samples);
        assertThat(found[0]).isZero();
        assertThat(found[5001]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "3, 0", "4, 4194304", "4194304, 1"})
    void segmentsOfOneCoderHaveMaximumErrorsOfTheirOwn(int one, int other) throws Exception {
        int[] samples = ecg(300);
        DpcmEncoder encoder = new DpcmEncoder();
        RangeEncoder out = new RangeEncoder();
        encoder.encode(samples, 0, 133, one, out);
        encoder.encode(samples, 133, 167, other, out);
        RangeDecoder in = new RangeDecoder(out.finish());
        DpcmDecoder decoder = new DpcmDecoder();
        int[] found = new int[300];
        decoder.decode(in, found, 0, 133, one);
        decoder.decode(in, found, 133, 167, other);
        in.finish();

        for (int i = 0; i < 300; i++) {
            int maximumError = i < 133 ? one : other;
            // The nearest multiple of the step, which an odd step has but one of.
            long step = 2L * maximumError + 1;
            assertThat(found[i]).isEqualTo(Math.floorDiv(samples[i] + maximumError, step) * step);
            assertThat(DpcmEncoder.decoded(samples[i], maximumError)).isEqualTo(found[i]);
        }
    }

    @Test
    void constantSegmentsCostNextToNothing() {
        int[] samples = signal(2000, i -> 1024);
        DpcmEncoder encoder = new DpcmEncoder();
        RangeEncoder out = new RangeEncoder();
        encoder.encode(samples, 0, 2000, 0, out);
        assertThat(out.length()).isLessThanOrEqualTo(8);
        for (int i = 0; i < 9; i++) {
            encoder.encode(samples, 0, 2000, 0, out);
        }
        assertThat(out.finish()).hasSizeLessThanOrEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "1, 60", "2, 80"})
    void polynomialsCostNextToNothing(int degree, int bytes) {
        int[] samples = signal(2000, i -> (int) Math.pow(i, degree));

        assertThat(encode(samples, 0)).hasSizeLessThan(bytes);
    }

    @Test
    void noiseIsAsLongAsItsEntropy() {
        Random random = new Random(9);
        int[] samples = signal(64_000, i -> (int) Math.rint(100 * random.nextGaussian()));
        double entropy = Math.log(100 * Math.sqrt(2 * Math.PI * Math.E)) / Math.log(2);

        // Scales are told every 32 samples, and the distribution is not the logistic one.
        assertThat(encode(samples, 0).length * 8.0 / samples.length)
                .isBetween(entropy, 1.02 * entropy);
    }

    @Test
    void theBytesAreThoseOfTheFirstVersion() {
        assertThat(HexFormat.of().formatHex(encode(ecg(100), 0)))
                .isEqualTo(
                        "4a781ac25e7d38411aad0c44cd847dc0a433c024e916c4118632034df76a40ec"
                                + "3f6532b59215f43ae490c05b4069ad1921555f71294a19");
        assertThat(HexFormat.of().formatHex(encode(ecg(100), 3)))
                .isEqualTo("4128fed6ad854a1edb4f26b91ca4824bdb6a285ebb078f");
    }

    @Test
    void samplesBeyond24BitsAreRefused() {
        for (int sample : new int[] {MOST + 1, LEAST - 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encode(new int[] {0, sample}, 0))
                    .withMessage("sample 1 is " + sample);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> encode(new int[1], -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(new byte[9], 1, (1 << 22) + 1));
    }

    @Test
    void aCodeThatRunsAwayIsFoundOut() {
        // The second differences of an order that no encoder would choose here go on and on.
        RangeEncoder out = new RangeEncoder();
        DpcmModel model = new DpcmModel();
        for (int i = 0; i < 100; i++) {
            model.encodeChoice(3, 40, out);
            for (int k = 0; k < DpcmModel.SUB_BLOCK; k++) {
                ResidualTables.get(40).encode(1 << 15, out);
            }
        }
        byte[] code = out.finish();

        assertThatThrownBy(() -> decode(code, 3200, 0))
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("A sample has more than 24 bits");
    }

    @Test
    void whateverTheBytesAreTheyEndInSamplesOrInAnError() {
        byte[] code = encode(ecg(2000), 1);
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] changed = Arrays.copyOf(code, random.nextInt(code.length + 20));
            for (int flips = random.nextInt(4); flips >= 0 && changed.length > 0; flips--) {
                changed[random.nextInt(changed.length)] ^= 1 << random.nextInt(8);
            }
            if (i % 4 == 0) {
                random.nextBytes(changed);
            }
            try {
                decode(changed, 2000, 1);
            } catch (MalformedCodeException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5000);
    }

    private static void assertErrorWithin(int maximumError, int[] samples) throws Exception {
        int[] found = decoded(samples, maximumError);
        int largest =
                IntStream.range(0, samples.length)
                        .map(i -> Math.abs(found[i] - samples[i]))
                        .max()
                        .orElseThrow();
        assertThat(largest).isLessThanOrEqualTo(maximumError);
    }

    private static int[] decoded(int[] samples, int maximumError) throws MalformedCodeException {
        return decode(encode(samples, maximumError), samples.length, maximumError);
    }

    private static byte[] encode(int[] samples, int maximumError) {
        RangeEncoder out = new RangeEncoder();
        new DpcmEncoder().encode(samples, 0, samples.length, maximumError, out);
        return out.finish();
    }

    private static int[] decode(byte[] code, int length, int maximumError)
            throws MalformedCodeException {
        int[] samples = new int[length];
        RangeDecoder in = new RangeDecoder(code);
        new DpcmDecoder().decode(in, samples, 0, length, maximumError);
        in.finish();
        return samples;
    }

    /** Sharp waves on a slow one, with noise of a unit or two; of integers only. */
    private static int[] ecg(int length) {
        Random random = new Random(4);
        return signal(
                length,
                i -> {
                    int peak = Math.max(0, 300 - 60 * Math.abs(i % 290 - 40));
                    return 1000 + peak + Math.abs(i % 1000 - 500) / 10 + random.nextInt(4);
                });
    }

    private static int[] signal(int length, IntUnaryOperator sample) {
        return IntStream.range(0, length).map(sample).toArray();
    }
}
