package dev.hourglass.compression;

/**
 * Where windows lie over a signal. Each is answerable for a segment, and reaches over its ends by
 * half the overlap, within which it fades into its neighbours. The first and the last window reach
 * beyond the signal.
 *
 * @param samples of the signal
 * @param window samples of a window
 * @param overlap samples that two windows share; even, and at most half of a window
 */
public record WindowGrid(long samples, int window, int overlap) {
    public WindowGrid {
        if (samples < 0 || window < 2 || overlap < 0 || overlap % 2 != 0 || overlap > window / 2) {
            throw new IllegalArgumentException(
                    samples + " samples, windows of " + window + ", overlap of " + overlap);
        }
    }

    /** Samples of a segment, but of the last. */
    public int segment() {
        return window - overlap;
    }

    /** How many windows there are. */
    public long count() {
        return (samples + segment() - 1) / segment();
    }

    /** The first sample of window {@code index}; negative for window 0 where windows overlap. */
    public long start(long index) {
        return segmentStart(index) - overlap / 2;
    }

    /** The first sample of segment {@code index}. */
    public long segmentStart(long index) {
        return index * segment();
    }

    /** Samples of segment {@code index}. */
    public int segmentLength(long index) {
        return (int) Math.min(segment(), samples - segmentStart(index));
    }
}
