package dev.hourglass.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What ImageIO's PNG reader leaves out: it neither checks the checksums of the chunks nor that the
 * last one is there, and it inflates compressed comments without a limit.
 */
final class PngChunks {
    private static final int SIGNATURE_BYTES = 8;

    /** Length, type and checksum of a chunk; its data stand between the latter two. */
    private static final int FRAME_BYTES = 12;

    private static final Set<String> PIXEL_CHUNKS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngChunks() {}

    /**
     * The same image with only those chunks that decide its pixels.
     *
     * @param png starts with the PNG signature
     * @throws IOException if a chunk is damaged or missing
     */
    static byte[] verified(byte[] png) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(png.length);
        kept.write(png, 0, SIGNATURE_BYTES);
        ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE_BYTES);
        String type;
        do {
            int start = in.position();
            int length = in.remaining() < FRAME_BYTES ? -1 : in.getInt();
            if (length < 0 || length > png.length - start - FRAME_BYTES) {
                throw new IOException("the PNG is cut off in the chunk at byte " + start);
            }
            CRC32 checksum = new CRC32();
            checksum.update(png, start + 4, 4 + length);
            if (in.getInt(start + 8 + length) != (int) checksum.getValue()) {
                throw new IOException("the PNG is damaged in the chunk at byte " + start);
            }
            type = new String(png, start + 4, 4, StandardCharsets.ISO_8859_1);
            if (PIXEL_CHUNKS.contains(type)) {
                kept.write(png, start, FRAME_BYTES + length);
            }
            in.position(start + FRAME_BYTES + length);
        } while (!type.equals("IEND"));
        return kept.toByteArray();
    }
}
