package dev.hourglass.compression.container;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes a {@code .hgc} container to a stream: the header, then blocks and attachments as they
 * come. The blocks of a signal follow one another without gaps; those of several signals may be
 * mixed.
 */
public final class HgcWriter implements Closeable {
    /** Bytes that a block's payload may have: 4 MiB. */
    public static final int MAX_PAYLOAD = FrameHeader.MAX_PAYLOAD;

    /** Windows that a block may have. */
    public static final int MAX_WINDOWS = FrameHeader.MAX_COUNT;

    private final DataOutputStream out;
    private final HgcHeader header;
    private final FrameChecksum checksum;

    /** By signal: the next window to be written. */
    private final long[] nextWindows;

    private int nextAttachment;

    /**
     * Writes the header.
     *
     * @param out closed with this writer
     * @throws IllegalArgumentException where the header is longer than 1 MiB
     */
    public HgcWriter(OutputStream out, HgcHeader header) throws IOException {
        this.out = new DataOutputStream(out);
        this.header = header;
        this.nextWindows = new long[header.signals().size()];
        byte[] bytes = Preamble.bytes(header);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        this.checksum = new FrameChecksum((int) crc.getValue());
        this.out.write(bytes);
        this.out.writeInt((int) crc.getValue());
    }

    /**
     * Writes the next of the attachments that the header lists.
     *
     * @throws IllegalArgumentException where the header lists none of this length
     */
    public void attach(byte[] content) throws IOException {
        if (nextAttachment == header.attachments().size()
                || header.attachments().get(nextAttachment).bytes() != content.length) {
            throw new IllegalArgumentException(
                    "attachment %d of %d bytes".formatted(nextAttachment, content.length));
        }
        byte[] payload = RawDeflate.deflate(content);
        write(new FrameHeader(FrameHeader.ATTACHMENTS, nextAttachment, 1, payload.length), payload);
        nextAttachment++;
    }

    /**
     * Writes a block.
     *
     * @throws IllegalArgumentException where its windows are not the next ones of the signal, or
     *     windows or payload are more than a block can have
     */
    public void write(Block block) throws IOException {
        FrameHeader frame =
                new FrameHeader(
                        block.signal(),
                        block.firstWindow(),
                        block.windows(),
                        block.payload().length);
        if (frame.signal() < 0
                || frame.signal() >= nextWindows.length
                || frame.first() != nextWindows[frame.signal()]
                || !frame.fits(header)) {
            throw new IllegalArgumentException("a block of " + frame);
        }
        write(frame, block.payload());
        nextWindows[frame.signal()] += frame.count();
    }

    /**
     * Flushes what was written.
     *
     * @throws IllegalStateException where windows or attachments that the header states are missing
     */
    public void finish() throws IOException {
        for (int signal = 0; signal < nextWindows.length; signal++) {
            long windows = header.signals().get(signal).windows();
            if (nextWindows[signal] < windows) {
                throw new IllegalStateException(
                        "signal %d has %d of %d windows"
                                .formatted(signal, nextWindows[signal], windows));
            }
        }
        if (nextAttachment < header.attachments().size()) {
            throw new IllegalStateException("attachment " + nextAttachment + " is missing");
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write(FrameHeader frame, byte[] payload) throws IOException {
        byte[] bytes = frame.bytes(checksum);
        out.write(bytes);
        out.write(payload);
        out.writeInt(checksum.of(bytes, payload));
    }
}
