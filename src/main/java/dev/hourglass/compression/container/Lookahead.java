package dev.hourglass.compression.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream some of whose bytes are looked at before they are taken. */
final class Lookahead {
    private static final int FIRST_SIZE = 1 << 16;

    private final InputStream in;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int offset;
    private int end;
    private long position;
    private boolean ended;

    /**
     * @param position of the stream's next byte in the file
     */
    Lookahead(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    /** Holds the bytes looked at, from {@link #offset()} on; until the next {@link #has}. */
    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    /** Of the next byte, in the file. */
    long position() {
        return position;
    }

    /** How many bytes are looked at. */
    int available() {
        return end - offset;
    }

    /**
     * Looks at the next {@code count} bytes; false where the stream ends before them. The buffer
     * grows with what is there, not with what is asked for.
     */
    boolean has(int count) throws IOException {
        while (available() < count && !ended) {
            if (end == bytes.length) {
                makeRoom();
            }
            int read = in.read(bytes, end, bytes.length - end);
            ended = read < 0;
            end += Math.max(0, read);
        }
        return available() >= count;
    }

    /** Takes bytes that are looked at. */
    void take(int count) {
        offset += count;
        position += count;
    }

    private void makeRoom() {
        if (offset == 0) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            return;
        }
        System.arraycopy(bytes, offset, bytes, 0, available());
        end = available();
        offset = 0;
    }
}
