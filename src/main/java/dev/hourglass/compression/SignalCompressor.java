package dev.hourglass.compression;

import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.source.SignalScale;
import dev.hourglass.source.wfdb.LeadReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
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
    private final WindowGrid grid;
    private final SegmentStorage storage;
    private final SampleWindows windows;
    private final WindowFit fit;

    /** Windows from the next block's first on. */
    private final Deque<PreparedWindow> prepared = new ArrayDeque<>();

    /** What the network makes of the window before those. */
    private Optional<PreparedWindow.Coded> before = Optional.empty();

    /** The next window of the next block. */
    private long next;

    /** The next window to be prepared. */
    private long nextPrepared;

    /**
     * @param fit of the grid's windows
     * @param samples at the signal's first
     */
    SignalCompressor(
            CodecNetwork network,
            CodeTables tables,
            WindowFit fit,
            WindowGrid grid,
            SegmentStorage storage,
            SampleWindows.Samples samples) {
        this.network = network;
        this.tables = tables;
        this.grid = grid;
        this.storage = storage;
        this.fit = fit;
        this.windows = new SampleWindows(grid, samples);
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
        if (window.predicted().isPresent()) {
            return window.predicted().get();
        }
        PreparedWindow.Coded coded = window.coded().orElseThrow();
        double[] segment = new double[grid.segmentLength(next)];
        fit.crossFade()
                .join(
                        before.map(PreparedWindow.Coded::reconstruction),
                        coded.reconstruction(),
                        after.map(PreparedWindow.Coded::reconstruction),
                        segment);
        double uncertainty =
                Stream.of(before, window.coded(), after)
                        .flatMap(Optional::stream)
                        .mapToDouble(this::uncertainty)
                        .max()
                        .orElseThrow();
        return storage.withCode(
                window.samples(),
                grid.overlap() / 2,
                segment,
                uncertainty,
                coded.scale(),
                coded.code());
    }

    /** The deviation with which the network's outputs become uncertain from machine to machine. */
    private double uncertainty(PreparedWindow.Coded coded) {
        return fit.amplification() * coded.scale().deviation();
    }

    /**
     * Codes as many windows as make a block; those of which nothing was recorded need no network.
     */
    private void prepare() throws IOException {
        List<int[]> batch = new ArrayList<>();
        while (batch.size() < BLOCK && windows.hasNext()) {
            batch.add(windows.next());
        }
        boolean[] recorded = new boolean[batch.size()];
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < recorded.length; i++) {
            recorded[i] = isRecorded(batch.get(i), grid.segmentLength(nextPrepared + i));
            if (recorded[i]) {
                rows.add(batch.get(i));
            }
        }
        Iterator<PreparedWindow.Coded> coded = coded(rows).iterator();
        for (int i = 0; i < recorded.length; i++) {
            int length = grid.segmentLength(nextPrepared);
            prepared.add(
                    recorded[i]
                            ? prepared(batch.get(i), length, coded.next())
                            : predicted(batch.get(i), length));
            nextPrepared++;
        }
    }

    /** Whether any sample of the segment was. */
    private boolean isRecorded(int[] window, int length) {
        int from = grid.overlap() / 2;
        return Arrays.stream(window, from, from + length)
                .anyMatch(sample -> sample != LeadReader.MISSING);
    }

    /** What the network makes of windows, at most as many as make a block. */
    private List<PreparedWindow.Coded> coded(List<int[]> samples) {
        if (samples.isEmpty()) {
            return List.of();
        }
        int rows = samples.size();
        int window = network.window();
        float[] inputs = new float[CodecNetwork.ROWS * window];
        WindowScale[] scales = new WindowScale[rows];
        for (int row = 0; row < rows; row++) {
            float[] filled = fit.toNetwork(filled(samples.get(row)));
            scales[row] = WindowScale.of(SignalScale.of(filled));
            scales[row].signalScale().standardise(filled);
            System.arraycopy(filled, 0, inputs, row * window, window);
        }
        float[] codes = network.encode(inputs);
        int width = network.codeWidth();
        CodeQuantiser quantiser = new CodeQuantiser(tables, network.prices());
        int[][] rounded = new int[rows][];
        for (int row = 0; row < rows; row++) {
            rounded[row] = quantiser.quantise(codes, row * width);
            tables.dequantise(rounded[row], codes, row * width);
        }
        float[] outputs = network.decode(codes);
        List<PreparedWindow.Coded> coded = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double[] reconstruction =
                    fit.fromNetwork(scales[row].restore(outputs, row * window, window));
            coded.add(new PreparedWindow.Coded(scales[row], rounded[row], reconstruction));
        }
        return coded;
    }

    private PreparedWindow prepared(int[] window, int length, PreparedWindow.Coded coded) {
        // What is no number would fade into the windows beside it.
        if (!Arrays.stream(coded.reconstruction()).allMatch(Double::isFinite)) {
            return predicted(window, length);
        }
        int from = grid.overlap() / 2;
        double[] segment = Arrays.copyOfRange(coded.reconstruction(), from, from + length);
        return storage.betterPredicted(
                        window, from, segment, uncertainty(coded), () -> tables.bits(coded.code()))
                .map(stored -> PreparedWindow.predicted(window, stored))
                .orElseGet(() -> PreparedWindow.coded(window, coded));
    }

    private PreparedWindow predicted(int[] window, int length) {
        return PreparedWindow.predicted(
                window, storage.predicted(window, grid.overlap() / 2, length));
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
