package dev.hourglass.compression;

/**
 * What is stored of a window.
 *
 * @param mode how its segment comes back
 * @param gaps where samples of its segment were not recorded
 * @param scale of the window; null where it is predicted
 * @param code rounded, [code]; null where the window is predicted
 * @param maximumError of the correction or prediction, in ADC units; 0 where there is neither
 * @param samples what is to be added to the reconstruction, or the samples themselves, of those of
 *     the segment that were recorded; null where there is neither
 */
record StoredWindow(
        Mode mode, Gaps gaps, WindowScale scale, int[] code, int maximumError, int[] samples) {
    /** How a segment comes back. */
    enum Mode {
        /** From the network's code. */
        TRANSFORMED,
        /** From the network's code, with a correction of each sample. */
        CORRECTED,
        /** From the samples before; the code is there for the windows beside it. */
        REPLACED,
        /** From the samples before, without a code. */
        PREDICTED
    }

    boolean hasCode() {
        return mode != Mode.PREDICTED;
    }

    /** Whether its segment is the network's, which fades into those beside it. */
    boolean isReconstructed() {
        return mode == Mode.TRANSFORMED || mode == Mode.CORRECTED;
    }

    boolean hasSamples() {
        return mode != Mode.TRANSFORMED;
    }
}
