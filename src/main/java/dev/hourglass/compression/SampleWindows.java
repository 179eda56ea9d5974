package dev.hourglass.compression;

import java.io.IOException;
import java.util.Arrays;

/** Cuts a signal into the windows of a grid, reading each sample once. */
final class SampleWindows {
    /** A signal's samples, from the first to the last. */
    interface Samples {
        /** As {@link dev.hourglass.source.wfdb.LeadReader#read}. */
        void read(int[] target, int from, int count) throws IOException;
    }

    private final WindowGrid grid;
    private final Samples samples;
    private final int[] last;
    private long next;

    /**
     * @param samples at the signal's first
     */
    SampleWindows(WindowGrid grid, Samples samples) {
        this.grid = grid;
        this.samples = samples;
        this.last = new int[grid.window()];
    }

    boolean hasNext() {
        return next < grid.count();
    }

    /** The next window, [window] ADC units. */
    int[] next() throws IOException {
        long start = grid.start(next);
        int from = 0;
        if (next == 0) {
            from = (int) -start;
        } else {
            from = grid.overlap();
            System.arraycopy(last, grid.segment(), last, 0, from);
        }
        int count = (int) Math.min(last.length - from, grid.samples() - (start + from));
        count = Math.max(0, count);
        samples.read(last, from, count);
        if (next == 0) {
            Arrays.fill(last, 0, from, last[from]);
        }
        Arrays.fill(last, from + count, last.length, last[from + count - 1]);
        next++;
        return last.clone();
    }
}
