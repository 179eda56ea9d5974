package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.network.CodeDistribution;
import dev.hourglass.network.layer.CodeNeighbours;
import dev.hourglass.network.layer.ScaleClass;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes of twelve positions and three channels. */
class CodeTablesTest {
    private static final CodeNeighbours NEIGHBOURS = new CodeNeighbours(12, 3);

    /** Of a number without neighbours: 1 - exp(-0.5 / scale) for 0, half of the rest beyond. */
    @Test
    void aNumberTakesTheBitsOfALaplaceDistributionWhereNothingWasCounted() {
        // In the middle of classes, so that it is that scale for which the table is.
        double scale = ScaleClass.middle(20);
        CodeTables tables = tables(scale, 0.1, 1);
        tables.begin();
        assertThat(tables.bits(0, 0)).isCloseTo(bits(1 - Math.exp(-0.5 / scale)), within(0.01));
        double ofTwo = (Math.exp(-1.5 / scale) - Math.exp(-2.5 / scale)) / 2;
        assertThat(tables.bits(0, 2)).isCloseTo(bits(ofTwo), within(0.02));
    }

    /** Four classes an octave: 3 neighbours of 4 with weight 0.25 each add 3 to the scale. */
    @Test
    void neighboursRaiseTheScale() {
        CodeTables tables = tables(ScaleClass.middle(20), 0.25, 1);
        CodeTables raised = tables(ScaleClass.middle(20) + 3, 0, 1);
        tables.begin();
        raised.begin();
        tables.pass(NEIGHBOURS.channels() * 4, 4);
        tables.pass(NEIGHBOURS.channels() * 5, 4);
        tables.pass(NEIGHBOURS.channels() * 6, 4);
        // The next channel, in the middle of the three.
        int index = NEIGHBOURS.channels() * 5 + 1;
        assertThat(tables.bits(index, 3)).isEqualTo(raised.bits(index, 3));
        // Three positions off the nearest.
        int far = NEIGHBOURS.channels() * 9 + 1;
        assertThat(tables.bits(far, 3)).isGreaterThan(raised.bits(far, 3) + 1);
    }

    @Test
    void aCoarserStepLeavesSmallerNumbers() {
        CodeTables coarse = tables(ScaleClass.middle(28), 0.1, 4);
        CodeTables fine = tables(ScaleClass.middle(20), 0.1, 1);
        int[] code = code(new Random(1), 2);
        assertThat(coarse.bits(code)).isEqualTo(fine.bits(code));
    }

    /** The greatest j with round(4096 · 2^((j - 20) / 4)) <= S, or 0. */
    @Test
    void classesBeginWhereTheFormatSays() {
        long[] least = new long[48];
        Arrays.setAll(least, j -> Math.round(4096 * Math.pow(2, (j - 20) / 4.0)));
        for (long sum = 0; sum <= 2 * least[47]; sum++) {
            int expected = 0;
            while (expected < 47 && least[expected + 1] <= sum) {
                expected++;
            }
            assertThat(CodeTables.scaleClass(sum)).as("%d", sum).isEqualTo(expected);
        }
        assertThat(CodeTables.scaleClass(1L << 40)).isEqualTo(47);
    }

    @Test
    void whatWasCountedIsExpected() {
        float[] counts = new float[ScaleClass.COUNT * ScaleClass.BINS];
        counts[20 * ScaleClass.BINS + 7] = 100;
        CodeTables tables =
                new CodeTables(
                        new CodeDistribution(
                                NEIGHBOURS, scales(ScaleClass.middle(20)), weights(0), counts),
                        1);
        tables.begin();
        // Its sign.
        assertThat(tables.bits(0, 7)).isCloseTo(1, within(0.01));
        assertThat(tables.bits(0, 0)).isGreaterThan(8);
    }

    @Test
    void whatIsEncodedIsDecodedAndTakesTheBitsThatWereSaid() throws Exception {
        Random random = new Random(3);
        for (double weight : new double[] {0, 0.05, 3}) {
            for (int greatest : new int[] {1, 20, 5000, CodeTables.GREATEST}) {
                CodeTables tables = tables(0.7, weight, 1);
                int[] code = code(random, greatest);
                code[3] = -greatest;
                RangeEncoder out = new RangeEncoder();
                tables.encode(code, out);
                byte[] bytes = out.finish();
                assertThat(8.0 * bytes.length).isCloseTo(tables.bits(code), within(40.0));
                int[] decoded = new int[code.length];
                tables.decode(new RangeDecoder(bytes), decoded);
                assertThat(decoded).isEqualTo(code);
            }
        }
    }

    @Test
    void aMagnitudeThatNobodyEncodesIsMalformed() {
        CodeTables tables = tables(0.7, 0.1, 1);
        byte[] bytes = new byte[200];
        Arrays.fill(bytes, (byte) 0xff);
        assertThatThrownBy(() -> tables.decode(new RangeDecoder(bytes), new int[36]))
                .isInstanceOf(MalformedCodeException.class);
    }

    /** 0.6 is nearer to 1, but 0 costs less by more than the difference of the squares. */
    @Test
    void quantisingWeighsBitsAgainstTheError() {
        CodeTables tables = tables(ScaleClass.middle(8), 0, 0.5);
        float[] numbers = new float[36];
        numbers[0] = 0.3f;
        numbers[1] = -1.3f;
        int[] free = new CodeQuantiser(tables, new double[] {0, 0, 0}).quantise(numbers, 0);
        assertThat(Arrays.copyOf(free, 3)).containsExactly(1, -3, 0);
        int[] dear = new CodeQuantiser(tables, new double[] {0.1, 0.1, 0.1}).quantise(numbers, 0);
        assertThat(Arrays.copyOf(dear, 3)).containsExactly(0, -2, 0);
        float[] back = new float[36];
        tables.dequantise(dear, back, 0);
        assertThat(back[1]).isEqualTo(-1);
    }

    private static double bits(double probability) {
        return -Math.log(probability) / Math.log(2);
    }

    private static CodeTables tables(double scale, double weight, double step) {
        float[] counts = new float[ScaleClass.COUNT * ScaleClass.BINS];
        return new CodeTables(
                new CodeDistribution(NEIGHBOURS, scales(scale), weights(weight), counts), step);
    }

    private static double[] scales(double scale) {
        double[] scales = new double[NEIGHBOURS.channels()];
        Arrays.fill(scales, scale);
        return scales;
    }

    private static double[] weights(double weight) {
        double[] weights = new double[3 * 3 * 5];
        Arrays.fill(weights, weight);
        return weights;
    }

    private static int[] code(Random random, int greatest) {
        return random.ints(NEIGHBOURS.width(), -greatest, greatest + 1)
                .map(number -> random.nextInt(3) == 0 ? number : 0)
                .toArray();
    }
}
