package dev.hourglass.compression.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveModelTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 256})
    void whatWasEncodedIsDecoded(int size) throws Exception {
        int[] symbols = new Random(size).ints(20_000, 0, size).toArray();
        byte[] code = encode(symbols, size);
        RangeDecoder decoder = new RangeDecoder(code);
        AdaptiveModel model = new AdaptiveModel(size);

        int[] decoded = new int[symbols.length];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = model.decode(decoder);
        }
        decoder.finish();
        assertThat(decoded).isEqualTo(symbols);
    }

    @Test
    void aSymbolThatComesAgainAndAgainCostsLessAndLess() {
        int[] zeros = new int[10_000];

        assertThat(encode(zeros, 64)).hasSizeLessThan(24);
        assertThat(encode(IntStream.range(0, 10_000).map(i -> i % 64).toArray(), 64))
                .hasSizeGreaterThan(7000);
    }

    @Test
    void frequenciesFollowWhatChanges() {
        int[] symbols = IntStream.range(0, 20_000).map(i -> i / 5000).toArray();

        assertThat(encode(symbols, 4)).hasSizeLessThan(400);
    }

    @Test
    void alphabetsThatAreTooSmallOrTooLargeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveModel(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveModel(257));
    }

    private static byte[] encode(int[] symbols, int size) {
        RangeEncoder encoder = new RangeEncoder();
        AdaptiveModel model = new AdaptiveModel(size);
        for (int symbol : symbols) {
            model.encode(symbol, encoder);
        }
        return encoder.finish();
    }
}
