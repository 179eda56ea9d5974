package dev.hourglass.compression.container;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The 16 bytes before a payload.
 *
 * @param signal the signal's number; {@link #ATTACHMENTS} for those, which are windows of a signal
 *     of their own
 * @param first the number of the first window
 * @param count of the windows
 * @param length of the payload, in bytes
 */
record FrameHeader(int signal, long first, int count, int length) {
    static final int BYTES = 16;
    static final int CHECKSUM_BYTES = 4;
    static final int ATTACHMENTS = 0xFFFF;
    static final int MAX_COUNT = 0xFFFF;

    /** A block's payload may have so many bytes. */
    static final int MAX_PAYLOAD = 4 << 20;

    /** An attachment's, as deflating what is random makes it longer. */
    static final int MAX_ATTACHMENT_PAYLOAD = HgcHeader.MAX_ATTACHMENT + (1 << 16);

    /** No end of it is a beginning of it, so that it is found whatever is before. */
    private static final int SYNC = 0xD7484742;

    private static final int CHECKED_BYTES = BYTES - 1;

    /** With the payload and its checksum. */
    int frameBytes() {
        return BYTES + length + CHECKSUM_BYTES;
    }

    /** The bytes. */
    byte[] bytes(FrameChecksum checksum) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(SYNC).putShort((short) signal).putInt((int) first).putShort((short) count);
        bytes.put((byte) (length >>> 16)).putShort((short) length);
        // The lowest byte of the checksum: it tells any single bit that is wrong.
        bytes.put((byte) checksum.of(bytes.array(), 0, CHECKED_BYTES));
        return bytes.array();
    }

    /**
     * Looks for a header.
     *
     * @param bytes at least 16 from {@code offset} on
     * @return empty where this is none, or a damaged one
     */
    static Optional<FrameHeader> find(byte[] bytes, int offset, FrameChecksum checksum) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt(offset) != SYNC
                || bytes[offset + CHECKED_BYTES]
                        != (byte) checksum.of(bytes, offset, CHECKED_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(
                new FrameHeader(
                        Short.toUnsignedInt(buffer.getShort(offset + 4)),
                        Integer.toUnsignedLong(buffer.getInt(offset + 6)),
                        Short.toUnsignedInt(buffer.getShort(offset + 10)),
                        buffer.getInt(offset + 11) & 0xFF_FFFF));
    }

    /** Whether a container with this header can have such a frame. */
    boolean fits(HgcHeader header) {
        boolean attached = signal == ATTACHMENTS;
        if (!attached && signal >= header.signals().size()) {
            return false;
        }
        long windows =
                attached ? header.attachments().size() : header.signals().get(signal).windows();
        return count >= 1
                && count <= (attached ? 1 : MAX_COUNT)
                && first <= windows - count
                && length <= (attached ? MAX_ATTACHMENT_PAYLOAD : MAX_PAYLOAD);
    }
}
