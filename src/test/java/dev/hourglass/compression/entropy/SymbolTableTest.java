package dev.hourglass.compression.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTableTest {
    private static final double[] MEANS = {0, 0.3, -7.5, 1e4, -(1 << 24)};
    private static final double[] SCALES = {
        1e-300, 0.05, 0.3, 1, 7.3, 15.99, 16, 1000, 12_345.6, 1 << 24
    };

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 3, 10, 15.9})
    void probabilitiesAreThoseOfTheLogisticDistribution(double scale) {
        double mean = 1.25;
        SymbolTable table = SymbolTable.logistic(mean, scale);

        for (int n = -2; n <= 4; n++) {
            double expected =
                    1 / (1 + Math.exp((mean - n - 0.5) / scale))
                            - 1 / (1 + Math.exp((mean - n + 0.5) / scale));
            assertThat(Math.pow(2, -table.bits(n)))
                    .isCloseTo(expected, within(0.005 * expected + 3.0 / 65_536));
        }
    }

    @Test
    void wideTablesShareFrequenciesWithinBins() {
        SymbolTable table = SymbolTable.logistic(0, 20_000);

        double peak = 1 / (4 * 20_000.0);
        assertThat(Math.pow(2, -table.bits(0))).isCloseTo(peak, within(0.02 * peak));
        assertThat(Math.pow(2, -table.bits(21_972))).isCloseTo(0.75 * peak, within(0.02 * peak));
    }

    @Test
    void binsShareWhatTheyWereGiven() {
        SymbolTable table = SymbolTable.binned(8, 2, new double[] {3, 1, 0});

        assertThat(table.bits(8)).isCloseTo(2 - Math.log(0.75) / Math.log(2), within(0.001));
        assertThat(table.bits(11)).isEqualTo(table.bits(8));
        assertThat(table.bits(12)).isCloseTo(4, within(0.001));
        assertThat(table.bits(7)).isGreaterThan(16);
        assertThat(table.bits(16)).isGreaterThan(16);
        for (double[] wrong :
                new double[][] {{1}, {0, 0}, {1, -1, 3}, {1, Double.POSITIVE_INFINITY}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SymbolTable.binned(0, 0, wrong));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymbolTable.binned(0, 17, new double[] {1, 1}));
    }

    @Test
    void everyIntIsDecoded() throws Exception {
        List<SymbolTable> tables =
                new ArrayList<>(
                        List.of(counted(), SymbolTable.binned(0, 3, new double[] {5, 2, 1, 1})));
        for (double mean : MEANS) {
            for (double scale : SCALES) {
                tables.add(SymbolTable.logistic(mean, scale));
            }
        }
        int[] symbols = edgeValues();
        int[] decoded = new int[symbols.length];

        for (SymbolTable table : tables) {
            RangeEncoder encoder = new RangeEncoder();
            double bits = 0;
            for (int symbol : symbols) {
                table.encode(symbol, encoder);
                bits += table.bits(symbol);
            }
            byte[] code = encoder.finish();
            assertThat(code.length * 8.0).isCloseTo(bits, within(0.001 * bits + 16));
            RangeDecoder decoder = new RangeDecoder(code);
            for (int i = 0; i < decoded.length; i++) {
                decoded[i] = table.decode(decoder);
            }
            decoder.finish();
            assertThat(decoded).isEqualTo(symbols);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.05", "0.5, 0.3", "-3, 1", "100, 8", "0, 40", "-777, 3000", "0, 100000"})
    void whatIsDrawnFromTheDistributionIsAsLongAsItsEntropy(double mean, double scale)
            throws Exception {
        int[] symbols = drawn(mean, scale, 200_000);
        SymbolTable table = SymbolTable.logistic(mean, scale);
        RangeEncoder encoder = new RangeEncoder();
        double bits = 0;
        for (int symbol : symbols) {
            table.encode(symbol, encoder);
            bits -= Math.log(probability(symbol, mean, scale)) / Math.log(2);
        }
        byte[] code = encoder.finish();

        assertThat(code.length * 8.0).isLessThan(1.005 * bits + 64);
        RangeDecoder decoder = new RangeDecoder(code);
        int[] decoded = new int[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            decoded[i] = table.decode(decoder);
        }
        assertThat(decoded).isEqualTo(symbols);
    }

    @Test
    void countedSymbolsAreAsLongAsTheirEntropy() throws Exception {
        Random random = new Random(5);
        int[] symbols =
                IntStream.range(0, 100_000)
                        .map(i -> -50 + (int) Math.abs(20 * random.nextGaussian()))
                        .toArray();
        long[] counts = new long[120];
        for (int symbol : symbols) {
            counts[symbol + 50]++;
        }
        SymbolTable table = SymbolTable.of(-50, counts);
        RangeEncoder encoder = new RangeEncoder();
        double bits = 0;
        for (int symbol : symbols) {
            table.encode(symbol, encoder);
            bits -= Math.log(counts[symbol + 50] / (double) symbols.length) / Math.log(2);
        }

        assertThat(encoder.finish().length * 8.0).isLessThan(1.005 * bits + 64);
    }

    @Test
    void theSameArgumentsGiveTheSameBytesOnEveryMachine() {
        RangeEncoder encoder = new RangeEncoder();
        for (double scale : new double[] {0.1, 0.77, 3.3, 12.5, 470.1}) {
            SymbolTable table = SymbolTable.logistic(0.37, scale);
            for (int symbol = -5; symbol < 6; symbol++) {
                table.encode(symbol * symbol * symbol, encoder);
            }
        }

        assertThat(HexFormat.of().formatHex(encoder.finish()))
                .isEqualTo(
                        "fffe81f47d0e107bffe1b793f9c1925a1b9f2fd60a137f813af3f803973fe046"
                                + "b07f06271fe1113007ba9479a88c11fc4149ff875e1dfb79f3fe9d86bdab5e6a"
                                + "5d6d25f01373e51b08204680b07451b615f9e53b4bdbc700d2f0741f5bdabfdb"
                                + "63d883");
    }

    @Test
    void aFrequencyThatWasNotCountedIsNotZero() {
        SymbolTable table = SymbolTable.of(10, new long[] {0, Long.MAX_VALUE, 0});

        assertThat(table.bits(10)).isEqualTo(16);
        assertThat(table.bits(11)).isCloseTo(0, within(0.001));
        assertThat(table.bits(12)).isEqualTo(16);
        // An escape, a side, one bit of prefix and none of the distance.
        assertThat(table.bits(9)).isEqualTo(16 + 1 + 1);
        assertThat(table.bits(13)).isEqualTo(16 + 1 + 1);
        assertThat(table.bits(14)).isEqualTo(16 + 1 + 3);
        assertThat(SymbolTable.of(0, new long[1]).bits(0)).isEqualTo(16);
    }

    @Test
    void escapesBeyondIntsAreFoundOut() {
        // A table of one symbol has its escape at the last of 65,536.
        SymbolTable table = SymbolTable.of(0, new long[] {1});
        RangeEncoder encoder = new RangeEncoder();
        encoder.encode(65_535, 1, 16);
        for (int i = 0; i < 40; i++) {
            encoder.encodeBits(0, 1);
        }
        assertThatThrownBy(() -> table.decode(new RangeDecoder(encoder.finish())))
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("An escaped symbol has more than 32 bits");

        RangeEncoder other = new RangeEncoder();
        other.encode(65_535, 1, 16);
        for (int i = 0; i < 32; i++) {
            other.encodeBits(0, 1);
        }
        for (int i = 0; i < 32; i++) {
            other.encodeBits(1, 1);
        }
        assertThatThrownBy(() -> table.decode(new RangeDecoder(other.finish())))
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage("An escaped symbol is beyond 32 bits");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "0, NaN", "NaN, 1", "0, 16777217", "-16777217, 1", "Infinity, 1"})
    void distributionsThatAreNoneAreRefused(double mean, double scale) {
        assertThatIllegalArgumentException().isThrownBy(() -> SymbolTable.logistic(mean, scale));
    }

    @Test
    void countsThatFitNoTableAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SymbolTable.of(0, new long[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> SymbolTable.of(0, new long[4097]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymbolTable.of(0, new long[] {1, -1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymbolTable.of(Integer.MIN_VALUE, new long[1]));
    }

    private static SymbolTable counted() {
        return SymbolTable.of(-2000, new Random(1).longs(4096, 0, 1000).toArray());
    }

    private static int[] edgeValues() {
        IntStream.Builder values = IntStream.builder();
        for (int bit = 0; bit < 32; bit++) {
            for (int near = -2; near <= 2; near++) {
                values.add((1 << bit) + near).add(-(1 << bit) + near);
            }
        }
        return values.build().toArray();
    }

    private static int[] drawn(double mean, double scale, int count) {
        Random random = new Random(3);
        int[] symbols = new int[count];
        for (int i = 0; i < count; i++) {
            double uniform = random.nextDouble();
            symbols[i] = (int) Math.rint(mean + scale * Math.log(uniform / (1 - uniform)));
        }
        return symbols;
    }

    /** In the lower tail, where differences of small numbers are exact. */
    private static double probability(int symbol, double mean, double scale) {
        double distance = -Math.abs(symbol - mean);
        return 1 / (1 + Math.exp(-(distance + 0.5) / scale))
                - 1 / (1 + Math.exp(-(distance - 0.5) / scale));
    }
}
