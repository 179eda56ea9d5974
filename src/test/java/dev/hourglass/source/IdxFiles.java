package dev.hourglass.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** IDX files made byte by byte. */
public final class IdxFiles {
    /** What a file of images, [count, height, width], starts with. */
    public static final int IMAGES = 0x0803;

    /** What a file of labels, [count], starts with. */
    public static final int LABELS = 0x0801;

    private IdxFiles() {}

    /** A file of these dimensions, whether the items fit them or not. */
    public static byte[] idx(int magic, int[] dimensions, byte[] items) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + items.length);
        file.putInt(magic);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        return file.put(items).array();
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
