package dev.hourglass.compression.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;

/**
 * A container from its first byte to the checksum of its header.
 *
 * @param header what it holds
 * @param checksum the CRC32C of all before it
 * @param length in bytes, the checksum included
 */
record Preamble(HgcHeader header, int checksum, long length) {
    private static final int VERSION = 1;

    /** As PNG's: a byte above 127, two kinds of line end, and the end-of-file mark of DOS. */
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'G', 'C', '\r', '\n', 0x1A, '\n'};

    /** Bytes of the magic that no change of line ends touches. */
    private static final int NAME_BYTES = 4;

    /** Bytes of magic, version and length. */
    private static final int FIXED_BYTES = MAGIC.length + 2 + 4;

    /** Bytes of the header, deflated or not. */
    private static final int MAX_HEADER = 1 << 20;

    /** All but the checksum. */
    static byte[] bytes(HgcHeader header) throws JsonProcessingException {
        byte[] json = HeaderJson.write(header);
        byte[] deflated = RawDeflate.deflate(json);
        if (json.length > MAX_HEADER || deflated.length > MAX_HEADER) {
            throw new IllegalArgumentException("a header of " + json.length + " bytes");
        }
        return ByteBuffer.allocate(FIXED_BYTES + deflated.length)
                .put(MAGIC)
                .putShort((short) VERSION)
                .putInt(deflated.length)
                .put(deflated)
                .array();
    }

    /**
     * Reads it.
     *
     * @param path names the file in messages
     */
    static Preamble read(InputStream stream, String path)
            throws IOException, MalformedContainerException {
        DataInputStream in = new DataInputStream(stream);
        byte[] magic = in.readNBytes(MAGIC.length);
        requireMagic(magic, path);
        try {
            int version = in.readUnsignedShort();
            if (version != VERSION) {
                throw new MalformedContainerException(
                        path,
                        "byte " + MAGIC.length,
                        "The file is of format version %d; this build reads version %d"
                                .formatted(version, VERSION));
            }
            int length = in.readInt();
            if (length < 0 || length > MAX_HEADER) {
                throw damaged(path, "it would have " + Integer.toUnsignedLong(length) + " bytes");
            }
            byte[] deflated = in.readNBytes(length);
            int checksum = in.readInt();
            CRC32C crc = new CRC32C();
            crc.update(
                    ByteBuffer.allocate(FIXED_BYTES)
                            .put(magic)
                            .putShort((short) version)
                            .putInt(length)
                            .flip());
            crc.update(deflated);
            if ((int) crc.getValue() != checksum) {
                throw damaged(path, "it does not match its CRC32C");
            }
            HgcHeader header = HeaderJson.read(RawDeflate.inflate(deflated, MAX_HEADER));
            return new Preamble(header, checksum, FIXED_BYTES + length + Integer.BYTES);
        } catch (EOFException e) {
            throw damaged(path, "the file ends within it");
        } catch (DataFormatException e) {
            throw damaged(path, e.getMessage());
        } catch (JsonProcessingException e) {
            throw damaged(path, e.getOriginalMessage());
        }
    }

    private static void requireMagic(byte[] found, String path) throws MalformedContainerException {
        if (Arrays.equals(found, MAGIC)) {
            return;
        }
        boolean named =
                found.length >= NAME_BYTES
                        && Arrays.equals(found, 0, NAME_BYTES, MAGIC, 0, NAME_BYTES);
        throw new MalformedContainerException(
                path,
                "byte 0",
                named
                        ? "The file was cut off or had its line ends changed, as by a transfer as text"
                        : "The file is no .hgc container");
    }

    private static MalformedContainerException damaged(String path, String what) {
        return new MalformedContainerException(
                path, "byte " + MAGIC.length, "The file's header is damaged: " + what);
    }
}
