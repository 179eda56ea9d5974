package dev.hourglass.compression.container;

/**
 * Windows of one signal, compressed so that they need no other block.
 *
 * @param signal the signal's number in the header
 * @param firstWindow the number of the first window
 * @param windows how many follow one another from it on; at least 1
 * @param payload the compressed windows; not copied
 */
public record Block(int signal, long firstWindow, int windows, byte[] payload) implements Section {
    /** Bytes of a file that a block takes at least. */
    public static final int LEAST_BYTES = FrameHeader.BYTES + FrameHeader.CHECKSUM_BYTES;
}
