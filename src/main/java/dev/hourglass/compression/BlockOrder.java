package dev.hourglass.compression;

import java.util.OptionalInt;

/**
 * In which order the blocks of several signals follow one another in a container: by the frame they
 * begin with, and of those that begin with the same by their signal. So whoever writes frames holds
 * few blocks, and finds out which are missing.
 */
final class BlockOrder {
    private final WindowGrid[] grids;
    private final int[] samplesPerFrame;

    /** By signal: the first window of its next block. */
    private final long[] next;

    BlockOrder(WindowGrid[] grids, int[] samplesPerFrame) {
        this.grids = grids;
        this.samplesPerFrame = samplesPerFrame;
        this.next = new long[grids.length];
    }

    /** The signal whose block comes next; empty after the last block. */
    OptionalInt signal() {
        int first = -1;
        for (int i = 0; i < next.length; i++) {
            if (next[i] < grids[i].count() && (first < 0 || frame(i) < frame(first))) {
                first = i;
            }
        }
        return first < 0 ? OptionalInt.empty() : OptionalInt.of(first);
    }

    /** The first window of a signal's next block. */
    long window(int signal) {
        return next[signal];
    }

    /** Windows of a signal's next block. */
    int windows(int signal) {
        return (int) Math.min(SignalCompressor.BLOCK, grids[signal].count() - next[signal]);
    }

    /** Whether a signal has such a block, and it did not come yet. */
    boolean fits(int signal, long window, int windows) {
        return window >= next[signal]
                && window % SignalCompressor.BLOCK == 0
                && windows == Math.min(SignalCompressor.BLOCK, grids[signal].count() - window);
    }

    /** Goes on to the signal's next block. */
    void pass(int signal) {
        next[signal] += windows(signal);
    }

    private long frame(int signal) {
        return grids[signal].segmentStart(next[signal]) / samplesPerFrame[signal];
    }
}
