package dev.hourglass.compression;

import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.source.wfdb.LeadReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings one signal back, block by block. A segment is finished when the window after it is there,
 * so the last one of a block comes with the next block.
 */
final class SignalDecompressor {
    private final CodecNetwork network;
    private final CodeTables tables;
    private final WindowGrid grid;
    private final SampleRange range;
    private final WindowFit fit;
    private Optional<Decoded> before = Optional.empty();

    /** The window that waits for the one after it. */
    private Optional<Decoded> waiting = Optional.empty();

    /** The number of the next window. */
    private long next;

    /** A window and what its code gives; empty where it has none or was lost. */
    private record Decoded(Optional<StoredWindow> stored, Optional<double[]> reconstruction) {
        boolean isLost() {
            return stored.isEmpty();
        }
    }

    /**
     * @param fit of the grid's windows
     */
    SignalDecompressor(
            CodecNetwork network,
            CodeTables tables,
            WindowFit fit,
            WindowGrid grid,
            SampleRange range) {
        this.network = network;
        this.tables = tables;
        this.fit = fit;
        this.grid = grid;
        this.range = range;
    }

    /**
     * Takes the next block.
     *
     * @param windows how many it holds
     * @return the segments that are finished by it, in their order, in ADC units
     * @throws MalformedCodeException where no compressor has written the payload; then nothing of
     *     it was taken
     */
    List<int[]> take(int windows, byte[] payload) throws MalformedCodeException {
        RangeDecoder in = new RangeDecoder(payload);
        WindowDecoder decoder = new WindowDecoder(tables, network.codeWidth(), in);
        List<StoredWindow> stored = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            stored.add(decoder.decode(grid.segmentLength(next + i)));
        }
        in.finish();
        List<int[]> finished = new ArrayList<>();
        for (Decoded window : decoded(stored)) {
            take(window, finished);
        }
        return finished;
    }

    /** Passes over windows that were lost, whose samples are missing. */
    List<int[]> lose(long windows) {
        List<int[]> finished = new ArrayList<>();
        for (long i = 0; i < windows; i++) {
            take(new Decoded(Optional.empty(), Optional.empty()), finished);
        }
        return finished;
    }

    /** The segment that still waits, if there is one. */
    List<int[]> finish() {
        List<int[]> finished = new ArrayList<>();
        waiting.ifPresent(last -> finished.add(segment(last, Optional.empty())));
        waiting = Optional.empty();
        return finished;
    }

    private void take(Decoded window, List<int[]> finished) {
        if (waiting.isPresent()) {
            Decoded last = waiting.get();
            finished.add(segment(last, Optional.of(window)));
            before = waiting;
        }
        waiting = Optional.of(window);
        next++;
    }

    /** The network's part, of all windows with a code at once. */
    private List<Decoded> decoded(List<StoredWindow> stored) {
        List<StoredWindow> coded = stored.stream().filter(StoredWindow::hasCode).toList();
        int width = network.codeWidth();
        float[] codes = new float[CodecNetwork.ROWS * width];
        for (int row = 0; row < coded.size(); row++) {
            tables.dequantise(coded.get(row).code(), codes, row * width);
        }
        float[] outputs = coded.isEmpty() ? new float[0] : network.decode(codes);
        List<Decoded> decoded = new ArrayList<>();
        int row = 0;
        for (StoredWindow window : stored) {
            Optional<double[]> reconstruction = Optional.empty();
            if (window.hasCode()) {
                int length = network.window();
                double[] restored = window.scale().restore(outputs, row * length, length);
                reconstruction = Optional.of(fit.fromNetwork(restored));
                row++;
            }
            decoded.add(new Decoded(Optional.of(window), reconstruction));
        }
        return decoded;
    }

    /** The segment of the window before {@link #next}. */
    private int[] segment(Decoded window, Optional<Decoded> after) {
        int length = grid.segmentLength(next - 1);
        int[] samples = new int[length];
        Arrays.fill(samples, LeadReader.MISSING);
        if (window.isLost()) {
            return samples;
        }
        StoredWindow stored = window.stored().orElseThrow();
        double[] reconstruction = new double[length];
        if (stored.isReconstructed()) {
            fit.crossFade()
                    .join(
                            before.flatMap(Decoded::reconstruction),
                            window.reconstruction().orElseThrow(),
                            after.flatMap(Decoded::reconstruction),
                            reconstruction);
        }
        int[] places = stored.gaps().places(length);
        for (int i = 0; i < places.length; i++) {
            int base = range.round(reconstruction[places[i]]);
            int added = stored.hasSamples() ? stored.samples()[i] : 0;
            samples[places[i]] = range.round((double) base + added);
        }
        if (stored.isReconstructed()) {
            loseEnds(samples, after);
        }
        return samples;
    }

    /** What would fade into a window that is lost is lost with it: it would break the promise. */
    private void loseEnds(int[] samples, Optional<Decoded> after) {
        int half = grid.overlap() / 2;
        if (before.isPresent() && before.get().isLost()) {
            Arrays.fill(samples, 0, Math.min(half, samples.length), LeadReader.MISSING);
        }
        if (after.isPresent() && after.get().isLost()) {
            int from = Math.min(grid.segment() - half, samples.length);
            Arrays.fill(samples, from, samples.length, LeadReader.MISSING);
        }
    }
}
