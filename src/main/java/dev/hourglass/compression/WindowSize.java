package dev.hourglass.compression;

import dev.hourglass.compression.container.HgcHeader;

/**
 * How many of a signal's samples a window takes. Where the signal is sampled at another rate than
 * the network was trained at, its windows last as long as the network's, to half a sample, and have
 * so many samples more or fewer.
 *
 * @param window samples of a window
 * @param overlap samples that two windows share; even, and at most half of a window
 */
public record WindowSize(int window, int overlap) {
    /** How many times as many samples as the network's a window has at most, or how few. */
    private static final int MAX_RATIO = 8;

    /**
     * The windows of a signal: the network's own where one of the rates is not known, and where
     * those of the signal's rate could not be resampled.
     *
     * @param overlap samples that two windows of the network's rate share; even, and at most half
     *     of a window
     * @param frequency of the signal, Hz
     */
    public static WindowSize of(CodecNetwork network, int overlap, double frequency) {
        double exact = network.window() * (frequency / network.frequency());
        int window = (int) Math.rint(exact);
        if (network.frequency() <= 0 || !isResampled(network.window(), window)) {
            return new WindowSize(network.window(), overlap);
        }
        double half = overlap / 2 * ((double) window / network.window());
        return new WindowSize(window, 2 * Math.min((int) Math.rint(half), window / 4));
    }

    /** Whether windows of a signal can be resampled to those of a network. */
    static boolean isResampled(int network, int window) {
        return window >= HgcHeader.MIN_WINDOW
                && window <= HgcHeader.MAX_WINDOW
                && (long) window * MAX_RATIO >= network
                && window <= (long) network * MAX_RATIO;
    }

    /** Samples of a segment, for which a window answers. */
    public int segment() {
        return window - overlap;
    }

    /** Where windows of this size lie over a signal of so many samples. */
    WindowGrid grid(long samples) {
        return new WindowGrid(samples, window, overlap);
    }
}
