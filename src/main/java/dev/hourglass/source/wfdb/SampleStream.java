package dev.hourglass.source.wfdb;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** The samples of a signal file, of all its signals in the order they are stored in. */
final class SampleStream implements Closeable {
    /** Even, so that no block of packed samples starts within a byte. */
    private static final int BLOCK = 8192;

    private final DataInputStream in;
    private final SignalFormat format;
    private final byte[] packed;
    private final int[] block = new int[BLOCK];
    private long unread;
    private int next;
    private int decoded;

    /**
     * @param in stands at the first sample; closed with this stream
     * @param samples how many may be read
     */
    SampleStream(DataInputStream in, SignalFormat format, long samples) {
        this.in = in;
        this.format = format;
        this.packed = new byte[format.bytes(BLOCK)];
        this.unread = samples;
    }

    /**
     * The next sample as it is stored, the mark for a missing one included.
     *
     * @throws EOFException after the last sample, or where the file ends before it
     */
    int next() throws IOException {
        if (next == decoded) {
            decodeBlock();
        }
        return block[next++];
    }

    /**
     * Passes over {@code count} samples.
     *
     * @throws EOFException as {@link #next}
     */
    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (next == decoded) {
                decodeBlock();
            }
            int step = (int) Math.min(left, decoded - next);
            next += step;
            left -= step;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void decodeBlock() throws IOException {
        if (unread == 0) {
            throw new EOFException("No samples are left");
        }
        int count = (int) Math.min(BLOCK, unread);
        in.readFully(packed, 0, format.bytes(count));
        format.decode(packed, count, block);
        unread -= count;
        decoded = count;
        next = 0;
    }
}
