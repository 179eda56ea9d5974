package dev.hourglass.compression;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A container cut before each frame's mark: first the header, then frames. */
final class ContainerParts {
    private static final int MARK = 0xD7484742;

    private ContainerParts() {}

    static List<byte[]> cut(byte[] container) {
        ByteBuffer bytes = ByteBuffer.wrap(container);
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 14 + bytes.getInt(10) + 4; i + 16 <= container.length; ) {
            if (bytes.getInt(i) != MARK) {
                throw new IllegalArgumentException("no frame begins at byte " + i);
            }
            parts.add(Arrays.copyOfRange(container, from, i));
            from = i;
            i += 16 + (bytes.getInt(i + 11) & 0xFF_FFFF) + 4;
        }
        parts.add(Arrays.copyOfRange(container, from, container.length));
        return parts;
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** The frame of a signal's block that begins with a window. */
    static byte[] block(List<byte[]> parts, int signal, int window) {
        return parts.subList(1, parts.size()).stream()
                .filter(part -> ByteBuffer.wrap(part).getShort(4) == signal)
                .filter(part -> ByteBuffer.wrap(part).getInt(6) == window)
                .findFirst()
                .orElseThrow();
    }
}
