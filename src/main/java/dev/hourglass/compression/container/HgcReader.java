package dev.hourglass.compression.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

/**
 * Reads a {@code .hgc} container from a stream, in memory that depends on its header and its
 * largest block only.
 *
 * <p>A damaged block is lost, and those around it are not: the reader looks for the next that is
 * sound, and reports what it passed over. Each window is delivered at most once, and those of a
 * signal in their order: a block that comes again, or after one that it should come before, is
 * reported and passed over.
 */
public final class HgcReader implements Closeable {
    private final InputStream in;
    private final HgcHeader header;
    private final FrameScanner scanner;
    private final Consumer<Damage> damages;
    private final WindowSequence[] signals;
    private final WindowSequence attachments = new WindowSequence();
    private long position;
    private boolean ended;

    /**
     * Reads the header.
     *
     * @param in stands at the file's start; closed with this reader
     * @param path names the file in messages
     * @param damages is told of all damage, as it is noticed
     * @throws MalformedContainerException where this is no container, or its header is damaged
     */
    public HgcReader(InputStream in, String path, Consumer<Damage> damages)
            throws IOException, MalformedContainerException {
        Preamble preamble = Preamble.read(in, path);
        this.in = in;
        this.header = preamble.header();
        this.damages = damages;
        this.scanner =
                new FrameScanner(
                        new Lookahead(in, preamble.length()),
                        header,
                        new FrameChecksum(preamble.checksum()),
                        damages);
        this.signals = new WindowSequence[header.signals().size()];
        Arrays.setAll(signals, i -> new WindowSequence());
    }

    public HgcHeader header() {
        return header;
    }

    /** The next sound block or attachment; empty after the last. */
    public Optional<Section> next() throws IOException {
        while (!ended) {
            Optional<Frame> next = scanner.next();
            if (next.isEmpty()) {
                ended = true;
                reportRest();
                break;
            }
            Frame frame = next.get();
            if (frame.payload().isEmpty()) {
                sequence(frame.header().signal()).suspect(frame.position());
            } else if (isNext(frame)) {
                Optional<Section> section = section(frame, frame.payload().get());
                if (section.isPresent()) {
                    position = frame.position();
                    return section;
                }
            }
        }
        return Optional.empty();
    }

    /** The byte of the file with which the last section begins. */
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private WindowSequence sequence(int signal) {
        return signal == FrameHeader.ATTACHMENTS ? attachments : signals[signal];
    }

    /** Whether its windows come after those delivered; reports any that are missing in between. */
    private boolean isNext(Frame frame) {
        FrameHeader found = frame.header();
        WindowSequence sequence = sequence(found.signal());
        if (found.first() < sequence.next()) {
            report(
                    frame.position(),
                    (found.signal() == FrameHeader.ATTACHMENTS
                                    ? attachment(found.first())
                                    : "The block of windows "
                                            + windows(found.signal(), found.first(), found.count()))
                            + " comes again or out of order");
            return false;
        }
        reportLoss(found.signal(), found.first(), frame.position());
        sequence.deliver(frame);
        return true;
    }

    private Optional<Section> section(Frame frame, byte[] payload) {
        FrameHeader found = frame.header();
        if (found.signal() != FrameHeader.ATTACHMENTS) {
            return Optional.of(new Block(found.signal(), found.first(), found.count(), payload));
        }
        HgcHeader.AttachmentSize size = header.attachments().get((int) found.first());
        try {
            byte[] content = RawDeflate.inflate(payload, size.bytes());
            if (content.length == size.bytes()) {
                return Optional.of(new Attachment(size.extension(), content));
            }
            report(
                    frame.position(),
                    "Attachment %s has %d of its %d bytes"
                            .formatted(size.extension(), content.length, size.bytes()));
        } catch (DataFormatException e) {
            report(
                    frame.position(),
                    "Attachment %s is damaged: %s".formatted(size.extension(), e.getMessage()));
        }
        return Optional.empty();
    }

    private void reportRest() {
        for (int signal = 0; signal < signals.length; signal++) {
            reportLoss(signal, header.signals().get(signal).windows(), scanner.position());
        }
        reportLoss(FrameHeader.ATTACHMENTS, header.attachments().size(), scanner.position());
    }

    /** Reports the windows from the next of a signal to before {@code end}, if there are any. */
    private void reportLoss(int signal, long end, long here) {
        WindowSequence sequence = sequence(signal);
        long first = sequence.next();
        long position = sequence.lossPosition(scanner.lastDamage(), here);
        if (signal == FrameHeader.ATTACHMENTS) {
            for (long number = first; number < end; number++) {
                report(position, attachment(number) + " is lost");
            }
        } else if (first < end) {
            damages.accept(
                    new Damage(
                            position,
                            "Windows " + windows(signal, first, end - first) + " are lost",
                            Optional.of(new Damage.Windows(signal, first, end - first))));
        }
    }

    private void report(long position, String reason) {
        damages.accept(new Damage(position, reason, Optional.empty()));
    }

    private String attachment(long number) {
        return "Attachment " + header.attachments().get((int) number).extension();
    }

    private static String windows(int signal, long first, long count) {
        return "%d to %d of signal %d".formatted(first, first + count - 1, signal);
    }
}
