package dev.hourglass.compression;

import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.source.SignalScale;
import dev.hourglass.source.wfdb.LeadReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compresses one signal, block by block. It holds two blocks' windows at a time, whatever the
 * signal's length.
 */
final class SignalCompressor {
    /** Windows that the network codes at once, and that make a block. */
    static final int BLOCK = CodecNetwork.ROWS;

    private final CodecNetwork network;
    private final CodeTables tables;
    private final CodeQuantiser quantiser;
    private final WindowGrid grid;
    private final SegmentStorage storage;
    private final SampleWindows windows;
    private final CrossFade crossFade;

    /** Windows from the next block's first on. */
    private final Deque<PreparedWindow> prepared = new ArrayDeque<>();

    /** What the network makes of the window before those. */
    private Optional<PreparedWindow.Coded> before = Optional.empty();

    private long next;

    /**
     * @param samples at the signal's first
     */
    SignalCompressor(
            CodecNetwork network,
            CodeTables tables,
            WindowGrid grid,
            SegmentStorage storage,
            SampleWindows.Samples samples) {
        this.network = network;
        this.tables = tables;
        this.quantiser = new CodeQuantiser(tables, network.prices());
        this.grid = grid;
        this.storage = storage;
        this.windows = new SampleWindows(grid, samples);
        this.crossFade = new CrossFade(grid);
    }

    /** The windows of the next block, as they are stored. */
    List<StoredWindow> block() throws IOException {
        while (prepared.size() <= BLOCK && windows.hasNext()) {
            prepare();
        }
        List<StoredWindow> block = new ArrayList<>();
        int count = (int) Math.min(BLOCK, grid.count() - next);
        for (int i = 0; i < count; i++) {
            PreparedWindow window = prepared.remove();
            Optional<PreparedWindow.Coded> after =
                    Optional.ofNullable(prepared.peek()).flatMap(PreparedWindow::coded);
            block.add(store(window, after));
            before = window.coded();
            next++;
        }
        return block;
    }

    /** A block's payload. */
    byte[] payload(List<StoredWindow> block) {
        RangeEncoder out = new RangeEncoder();
        WindowEncoder encoder = new WindowEncoder(tables, out);
        block.forEach(encoder::encode);
        return out.finish();
    }

    private StoredWindow store(PreparedWindow window, Optional<PreparedWindow.Coded> after) {
        int from = grid.overlap() / 2;
        int length = grid.segmentLength(next);
        if (window.coded().isEmpty()) {
            return storage.withoutCode(window.samples(), from, length);
        }
        PreparedWindow.Coded coded = window.coded().get();
        double[] segment = new double[length];
        crossFade.join(
                before.map(PreparedWindow.Coded::reconstruction),
                coded.reconstruction(),
                after.map(PreparedWindow.Coded::reconstruction),
                segment,
                length);
        double deviation =
                Stream.of(before, window.coded(), after)
                        .flatMap(Optional::stream)
                        .mapToDouble(faded -> faded.scale().deviation())
                        .max()
                        .orElseThrow();
        return storage.withCode(
                window.samples(), from, segment, deviation, coded.scale(), coded.code());
    }

    /** Codes as many windows as make a block. */
    private void prepare() throws IOException {
        List<int[]> samples = new ArrayList<>();
        while (samples.size() < BLOCK && windows.hasNext()) {
            samples.add(windows.next());
        }
        int rows = samples.size();
        int window = grid.window();
        float[] inputs = new float[CodecNetwork.ROWS * window];
        WindowScale[] scales = new WindowScale[rows];
        for (int row = 0; row < rows; row++) {
            float[] filled = filled(samples.get(row));
            scales[row] = WindowScale.of(SignalScale.of(filled));
            scales[row].signalScale().standardise(filled);
            System.arraycopy(filled, 0, inputs, row * window, window);
        }
        float[] codes = network.encode(inputs);
        int width = network.codeWidth();
        int[][] rounded = new int[rows][];
        for (int row = 0; row < rows; row++) {
            rounded[row] = quantiser.quantise(codes, row * width);
            tables.dequantise(rounded[row], codes, row * width);
        }
        float[] outputs = network.decode(codes);
        for (int row = 0; row < rows; row++) {
            double[] reconstruction = scales[row].restore(outputs, row * window, window);
            prepared.add(prepared(samples.get(row), scales[row], rounded[row], reconstruction));
        }
    }

    private PreparedWindow prepared(
            int[] samples, WindowScale scale, int[] code, double[] reconstruction) {
        int from = grid.overlap() / 2;
        int length = grid.segment();
        boolean recorded = Arrays.stream(samples).anyMatch(sample -> sample != LeadReader.MISSING);
        double[] segment = Arrays.copyOfRange(reconstruction, from, from + length);
        // What is no number would fade into the windows beside it.
        boolean finite = Arrays.stream(reconstruction).allMatch(Double::isFinite);
        boolean coded =
                recorded
                        && finite
                        && !storage.isBetterPredicted(
                                samples, from, segment, scale.deviation(), tables.bits(code));
        return new PreparedWindow(
                samples,
                coded
                        ? Optional.of(new PreparedWindow.Coded(scale, code, reconstruction))
                        : Optional.empty());
    }

    /** The window with what was not recorded filled by the last sample before it, or after. */
    private static float[] filled(int[] samples) {
        float[] filled = new float[samples.length];
        int last = 0;
        for (int sample : samples) {
            if (sample != LeadReader.MISSING) {
                last = sample;
                break;
            }
        }
        for (int i = 0; i < samples.length; i++) {
            last = samples[i] == LeadReader.MISSING ? last : samples[i];
            filled[i] = last;
        }
        return filled;
    }
}
