package dev.hourglass.compression.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the frames of a container, also after damage: then it looks on byte by byte, inside what
 * seemed a frame as well, since bytes may have been lost from it. A frame that begins inside such a
 * one, and is damaged too, is passed over whole; so no byte goes into more than two checksums,
 * whatever the file is.
 */
final class FrameScanner {
    private static final long NOWHERE = -1;

    private final Lookahead in;
    private final HgcHeader header;
    private final FrameChecksum checksum;
    private final Consumer<Damage> damages;

    /** The byte from which on a damaged frame is looked into. */
    private long lookedInto;

    /** Where the bytes begin that belong to no sound frame; nowhere in a sound one. */
    private long damageStart = NOWHERE;

    private String damageReason;
    private long lastDamage = NOWHERE;

    FrameScanner(Lookahead in, HgcHeader header, FrameChecksum checksum, Consumer<Damage> damages) {
        this.in = in;
        this.header = header;
        this.checksum = checksum;
        this.damages = damages;
    }

    /** The next frame, sound or damaged; empty at the end of the file. */
    Optional<Frame> next() throws IOException {
        while (in.has(FrameHeader.BYTES)) {
            Optional<FrameHeader> found =
                    FrameHeader.find(in.bytes(), in.offset(), checksum)
                            .filter(frame -> frame.fits(header));
            if (found.isPresent()) {
                return Optional.of(frame(found.get()));
            }
            noteDamage("no block begins here");
            in.take(1);
        }
        if (in.available() > 0) {
            noteDamage("the file ends within a block");
            in.take(in.available());
        }
        reportDamage();
        return Optional.empty();
    }

    /** Of the next byte, in the file. */
    long position() {
        return in.position();
    }

    /** Where the last damage began; below zero where there was none. */
    long lastDamage() {
        return lastDamage;
    }

    private Frame frame(FrameHeader frame) throws IOException {
        long position = in.position();
        boolean whole = in.has(frame.frameBytes());
        if (whole && isSound(frame)) {
            reportDamage();
            int from = in.offset() + FrameHeader.BYTES;
            byte[] payload = Arrays.copyOfRange(in.bytes(), from, from + frame.length());
            in.take(frame.frameBytes());
            return new Frame(frame, position, Optional.of(payload));
        }
        noteDamage(whole ? "a block does not match its CRC32C" : "the file ends within a block");
        if (position >= lookedInto) {
            lookedInto = position + frame.frameBytes();
            in.take(FrameHeader.BYTES);
        } else {
            in.take(Math.min(frame.frameBytes(), in.available()));
        }
        return new Frame(frame, position, Optional.empty());
    }

    private boolean isSound(FrameHeader frame) {
        int checked = FrameHeader.BYTES + frame.length();
        int stated = ByteBuffer.wrap(in.bytes()).getInt(in.offset() + checked);
        return checksum.of(in.bytes(), in.offset(), checked) == stated;
    }

    private void noteDamage(String reason) {
        if (damageStart == NOWHERE) {
            damageStart = in.position();
            damageReason = reason;
            lastDamage = damageStart;
        }
    }

    private void reportDamage() {
        if (damageStart != NOWHERE) {
            damages.accept(
                    new Damage(
                            damageStart,
                            "%d bytes are passed over: %s"
                                    .formatted(in.position() - damageStart, damageReason),
                            Optional.empty()));
            damageStart = NOWHERE;
        }
    }
}
