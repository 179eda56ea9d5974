package dev.hourglass.compression;

import java.util.List;

/**
 * What a signal takes in a container.
 *
 * @param bytes of its blocks, all of their frames included
 * @param transformed windows that come from the network's code alone
 * @param corrected windows of which every sample is corrected
 * @param replaced windows that are stored beside their code, which their neighbours need
 * @param predicted windows without a code
 */
public record SignalSize(
        long bytes, long transformed, long corrected, long replaced, long predicted) {
    static final SignalSize NONE = new SignalSize(0, 0, 0, 0, 0);

    /** With one block more. */
    SignalSize plus(long blockBytes, List<StoredWindow> block) {
        return new SignalSize(
                bytes + blockBytes,
                transformed + count(block, StoredWindow.Mode.TRANSFORMED),
                corrected + count(block, StoredWindow.Mode.CORRECTED),
                replaced + count(block, StoredWindow.Mode.REPLACED),
                predicted + count(block, StoredWindow.Mode.PREDICTED));
    }

    /** Windows that have a code. */
    public long coded() {
        return transformed + corrected + replaced;
    }

    private static long count(List<StoredWindow> block, StoredWindow.Mode mode) {
        return block.stream().filter(window -> window.mode() == mode).count();
    }
}
