package dev.hourglass.compression;

import java.util.Optional;

/**
 * A window on its way into a block.
 *
 * @param samples [window], {@link dev.hourglass.source.wfdb.LeadReader#MISSING} where they were not
 *     recorded; those before the signal's first and after its last are copies of these
 * @param coded what the network makes of it; empty where it is stored without
 * @param predicted how it is stored without; empty where it has a code
 */
record PreparedWindow(int[] samples, Optional<Coded> coded, Optional<StoredWindow> predicted) {
    /**
     * A window's code.
     *
     * @param code rounded
     * @param reconstruction what a decoder has, [window] ADC units, not rounded
     */
    record Coded(WindowScale scale, int[] code, double[] reconstruction) {}

    static PreparedWindow coded(int[] samples, Coded coded) {
        return new PreparedWindow(samples, Optional.of(coded), Optional.empty());
    }

    static PreparedWindow predicted(int[] samples, StoredWindow stored) {
        return new PreparedWindow(samples, Optional.empty(), Optional.of(stored));
    }
}
