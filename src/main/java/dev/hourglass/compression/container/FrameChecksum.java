package dev.hourglass.compression.container;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32C of parts of a container. The checksum of the file's header goes in first, so that no
 * block of another file passes for one of this.
 */
final class FrameChecksum {
    private final CRC32C crc = new CRC32C();
    private final byte[] seed;

    /**
     * @param fileHeader the checksum of the file's header
     */
    FrameChecksum(int fileHeader) {
        this.seed = ByteBuffer.allocate(Integer.BYTES).putInt(fileHeader).array();
    }

    int of(byte[] bytes, int offset, int length) {
        crc.reset();
        crc.update(seed);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    int of(byte[] first, byte[] second) {
        of(first, 0, first.length);
        crc.update(second);
        return (int) crc.getValue();
    }
}
