package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.compression.StoredWindow.Mode;
import dev.hourglass.compression.entropy.AdaptiveModel;
import dev.hourglass.compression.entropy.DpcmEncoder;
import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.compression.entropy.SymbolTable;
import dev.hourglass.network.CodeDistribution;
import dev.hourglass.network.layer.CodeNeighbours;
import dev.hourglass.network.layer.ScaleClass;
import dev.hourglass.source.wfdb.LeadReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bytes of a payload mean, symbol by symbol as docs/hgc.md has them. */
class WindowPayloadTest {
    private static final int WINDOW = SmallCodec.WINDOW;
    private static final int SEGMENT = SmallCodec.SEGMENT;
    private static final int HALF = SmallCodec.OVERLAP / 2;
    private static final double STEP = 0.5;

    /** Of two positions and two channels, and of no network. */
    private static final CodeTables TABLES = new CodeTables(distribution(), STEP);

    private static final SymbolTable LENGTHS = SymbolTable.logistic(0, 64);
    private static final SymbolTable OCTAVES = SymbolTable.logistic(0, 2);
    private static final SymbolTable STEPS = SymbolTable.logistic(0, 8);

    private AdaptiveModel modes = new AdaptiveModel(4);
    private AdaptiveModel gaps = new AdaptiveModel(2);
    private final DpcmEncoder corrections = new DpcmEncoder();
    private final DpcmEncoder samples = new DpcmEncoder();
    private final RangeEncoder out = new RangeEncoder();

    @Test
    void theBytesOfWindowsWithoutACodeAreThoseOfTheFirstVersion() throws Exception {
        List<StoredWindow> windows =
                List.of(
                        predicted(Gaps.NONE, 2, 1000, 1004, 1013, 1009, 1001, 998),
                        predicted(new Gaps(new int[] {1, 2}), 0, 1003, 997, 990, 1005),
                        predicted(new Gaps(new int[] {0, 6}), 0));
        assertThat(HexFormat.of().formatHex(encoded(windows)))
                .isEqualTo("d037f13d52f9ef2cbbc1e4a408d998709ac8f865e2");
        assertDecoded(encoded(windows), windows);
    }

    @Test
    void theBytesOfAllModesAreThoseOfTheFirstVersion() throws Exception {
        int[] code = {0, 6, -3, 40};
        WindowScale scale = new WindowScale(50, 700);
        List<StoredWindow> windows =
                List.of(
                        new StoredWindow(Mode.TRANSFORMED, Gaps.NONE, scale, code, 0, null),
                        new StoredWindow(
                                Mode.CORRECTED,
                                Gaps.NONE,
                                scale,
                                code,
                                1,
                                new int[] {3, 0, -3, 3, 0, 0}),
                        new StoredWindow(
                                Mode.REPLACED,
                                new Gaps(new int[] {3, 1}),
                                new WindowScale(41, 1400),
                                new int[4],
                                0,
                                new int[] {1, 2, 3, 4, 5}),
                        predicted(Gaps.NONE, 3, 1001, 1008, 1015, 1008, 1001, 994));
        assertThat(HexFormat.of().formatHex(encoded(windows)))
                .isEqualTo(
                        "18dcfc4fee5fa4d9c91d48b6c4871c2373ce2a68bfe3c5f5270a81141e2d7af6f966f0");
        assertDecoded(encoded(windows), windows);
    }

    @Test
    void allModesAreDecodedAsTheFormatSays() throws Exception {
        WindowGrid grid = new WindowGrid(4 * SEGMENT + 20, WINDOW, SmallCodec.OVERLAP);
        try (SmallCodec codec = new SmallCodec()) {
            CodeTables tables = new CodeTables(codec.network.distribution(), STEP);
            int width = codec.network.codeWidth();
            int[][] codes = new int[4][width];
            float[] rows = new float[CodecNetwork.ROWS * width];
            for (int row = 0; row < 4; row++) {
                for (int i = 0; i < width; i++) {
                    codes[row][i] = (i * (row + 3) + row) % 7 - 3;
                    rows[row * width + i] = (float) (codes[row][i] * STEP);
                }
            }
            // Transformed, of deviation 2^(52 / 8) and mean 3 · 10.
            begin(0, 0);
            scale(52 - 48, 10, tables, codes[0]);
            // Corrected, of the same scale, and the 3rd and 4th sample were not recorded.
            begin(1, 1);
            LENGTHS.encode(2, out);
            LENGTHS.encode(2, out);
            LENGTHS.encode(2, out);
            scale(0, 0, tables, codes[1]);
            int[] added = ramp(SEGMENT - 2, 3);
            LENGTHS.encode(1, out);
            corrections.encode(added, 0, added.length, 1, out);
            // Replaced, of a mean that is 5 steps of 3 more.
            begin(2, 0);
            scale(0, 5, tables, codes[2]);
            int[] replaced = ramp(SEGMENT, 7);
            LENGTHS.encode(0, out);
            samples.encode(replaced, 0, SEGMENT, 0, out);
            // Predicted, by the coder that goes on from the last one's samples.
            begin(3, 0);
            int[] predicted = ramp(SEGMENT, 5);
            LENGTHS.encode(2, out);
            samples.encode(predicted, 0, SEGMENT, 2, out);
            // Transformed, of half the deviation, so of steps of 1: the nearest mean is 45.
            begin(0, 0);
            scale(-8, 1, tables, codes[3]);

            SignalDecompressor decompressor =
                    new SignalDecompressor(
                            codec.network,
                            tables,
                            new WindowFit(WINDOW, new WindowSize(WINDOW, SmallCodec.OVERLAP)),
                            grid,
                            new SampleRange(-2047, 2047));
            List<int[]> segments = new ArrayList<>(decompressor.take(5, out.finish()));
            segments.addAll(decompressor.finish());

            float[] outputs = codec.network.decode(rows);
            double[] first = restored(outputs, 0, Math.pow(2, 6.5), 30);
            double[] second = restored(outputs, 1, Math.pow(2, 6.5), 30);
            double[] third = restored(outputs, 2, Math.pow(2, 6.5), 45);
            double[] last = restored(outputs, 3, Math.pow(2, 5.5), 46);
            assertThat(segments.get(0)).isEqualTo(faded(null, first, second, SEGMENT));
            int[] corrected = faded(first, second, third, SEGMENT);
            for (int i = 0; i < SEGMENT; i++) {
                boolean gap = i == 2 || i == 3;
                corrected[i] = gap ? LeadReader.MISSING : corrected[i] + added[i < 2 ? i : i - 2];
            }
            assertThat(segments.get(1)).isEqualTo(corrected);
            assertThat(segments.get(2)).isEqualTo(replaced);
            assertThat(segments.get(3)).isEqualTo(predicted);
            assertThat(segments.get(4)).isEqualTo(faded(null, last, null, 20));
        }
    }

    @Test
    void valuesThatNoWindowHasAreFoundOut() {
        begin(3, 1);
        LENGTHS.encode(8, out);
        assertRefused("The number of runs is 8");
        begin(3, 1);
        LENGTHS.encode(Integer.MAX_VALUE, out);
        assertRefused("The number of runs is 2147483647");
        begin(3, 1);
        LENGTHS.encode(2, out);
        LENGTHS.encode(4, out);
        LENGTHS.encode(3, out);
        assertRefused("The length of a run is 3");
        begin(3, 1);
        LENGTHS.encode(1, out);
        LENGTHS.encode(-1, out);
        assertRefused("The length of a run is -1");
        begin(3, 0);
        LENGTHS.encode((1 << 22) + 1, out);
        assertRefused("The maximum error is 4194305");
        begin(0, 0);
        OCTAVES.encode(-49, out);
        assertRefused("The deviation is -1");
        begin(0, 0);
        OCTAVES.encode(Integer.MAX_VALUE, out);
        assertRefused("The deviation is 2147483695");
        begin(0, 0);
        OCTAVES.encode(0, out);
        STEPS.encode(Integer.MIN_VALUE, out);
        assertRefused("The mean is -2147483648");
    }

    private static CodeDistribution distribution() {
        double[] weights = new double[2 * 2 * 5];
        Arrays.fill(weights, 0.25);
        float[] counts = new float[ScaleClass.COUNT * ScaleClass.BINS];
        counts[20 * ScaleClass.BINS] = 3;
        return new CodeDistribution(
                new CodeNeighbours(2, 2), new double[] {0.5, 1}, weights, counts);
    }

    private void begin(int mode, int gap) {
        modes.encode(mode, out);
        gaps.encode(gap, out);
    }

    private void scale(int octaves, int steps, CodeTables tables, int[] code) {
        OCTAVES.encode(octaves, out);
        STEPS.encode(steps, out);
        tables.encode(code, out);
    }

    /** Multiples of a step. */
    private static int[] ramp(int length, int step) {
        int[] ramp = new int[length];
        Arrays.setAll(ramp, i -> step * (i % 11 - i % 5));
        return ramp;
    }

    private static double[] restored(float[] outputs, int row, double deviation, double mean) {
        double[] restored = new double[WINDOW];
        Arrays.setAll(restored, i -> mean + deviation * outputs[row * WINDOW + i]);
        return restored;
    }

    private static int[] faded(double[] before, double[] window, double[] after, int length) {
        int[] faded = new int[length];
        for (int i = 0; i < length; i++) {
            double sample = window[i + HALF];
            if (before != null && i < HALF) {
                double weight = weight(i + HALF);
                sample = weight * sample + (1 - weight) * before[SEGMENT + i + HALF];
            }
            int intoNext = i - (SEGMENT - HALF);
            if (after != null && intoNext >= 0) {
                double weight = weight(intoNext);
                sample = (1 - weight) * sample + weight * after[intoNext];
            }
            faded[i] = (int) Math.max(-2047, Math.min(2047, Math.rint(sample)));
        }
        return faded;
    }

    private static double weight(int overlapped) {
        return Math.pow(Math.sin(Math.PI / 2 * (overlapped + 0.5) / (2 * HALF)), 2);
    }

    private static StoredWindow predicted(Gaps gaps, int maximumError, int... samples) {
        int step = 2 * maximumError + 1;
        int[] decoded =
                Arrays.stream(samples)
                        .map(sample -> (int) Math.rint((double) sample / step) * step)
                        .toArray();
        return new StoredWindow(Mode.PREDICTED, gaps, null, null, maximumError, decoded);
    }

    private static byte[] encoded(List<StoredWindow> windows) {
        RangeEncoder out = new RangeEncoder();
        WindowEncoder encoder = new WindowEncoder(TABLES, out);
        windows.forEach(encoder::encode);
        return out.finish();
    }

    /** Segments of six samples, codes of four numbers. */
    private static void assertDecoded(byte[] payload, List<StoredWindow> windows)
            throws MalformedCodeException {
        RangeDecoder in = new RangeDecoder(payload);
        WindowDecoder decoder = new WindowDecoder(TABLES, 4, in);
        for (StoredWindow window : windows) {
            assertThat(decoder.decode(6)).usingRecursiveComparison().isEqualTo(window);
        }
        in.finish();
    }

    private void assertRefused(String reason) {
        byte[] payload = out.finish();
        modes = new AdaptiveModel(4);
        gaps = new AdaptiveModel(2);
        assertThatThrownBy(() -> new WindowDecoder(TABLES, 4, new RangeDecoder(payload)).decode(6))
                .isInstanceOf(MalformedCodeException.class)
                .hasMessage(reason);
    }
}
