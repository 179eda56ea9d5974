package dev.hourglass.compression;

import java.util.OptionalInt;

/**
 * In which order the blocks of several signals follow one another in a container: by the frame they
 * begin with, and of those that begin with the same by their signal. So whoever writes frames holds
 * few samples, and finds out which blocks are missing.
 */
final class BlockOrder {
    /**
     * Samples that whoever writes frames has to hold, of all signals: 64 MiB. Some 500 signals of
     * one sample a frame take as many, in segments of a thousand.
     */
    static final long MAX_HELD_SAMPLES = 1 << 24;

    private final WindowGrid[] grids;
    private final int[] samplesPerFrame;

    /** By signal: the first window of its next block. */
    private final long[] next;

    BlockOrder(WindowGrid[] grids, int[] samplesPerFrame) {
        this.grids = grids;
        this.samplesPerFrame = samplesPerFrame;
        this.next = new long[grids.length];
    }

    /**
     * How many samples of all signals are held at most for frames that are not whole. When a block
     * comes that begins with frame f, all signals are there up to f, but for the segment of a last
     * window, which waits for its neighbour; and none beyond a block that begins with f. A window
     * counts whole, as it takes more than its segment while it waits.
     */
    long heldSamples() {
        long frames = 0;
        for (int i = 0; i < grids.length; i++) {
            int each = samplesPerFrame[i];
            frames = Math.max(frames, (grids[i].segment() + each - 1) / each + 1);
        }
        long held = 0;
        for (int i = 0; i < grids.length; i++) {
            int segment = grids[i].segment();
            long block = (long) SignalCompressor.BLOCK * segment;
            long all = grids[i].count() * segment;
            held += Math.min(all, block + frames * samplesPerFrame[i]);
        }
        return held;
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

    /** Whether a signal has a block of these windows. */
    boolean isBlock(int signal, long window, int windows) {
        return window % SignalCompressor.BLOCK == 0
                && windows == Math.min(SignalCompressor.BLOCK, grids[signal].count() - window);
    }

    /** Whether a signal's block was passed already. */
    boolean isPassed(int signal, long window) {
        return window < next[signal];
    }

    /** Goes on to the signal's next block. */
    void pass(int signal) {
        next[signal] += windows(signal);
    }

    private long frame(int signal) {
        return grids[signal].segmentStart(next[signal]) / samplesPerFrame[signal];
    }
}
