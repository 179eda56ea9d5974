package dev.hourglass.compression.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Small containers to write and to read. */
final class Containers {
    static final byte[] ANNOTATIONS = "annotations ".repeat(40).getBytes(StandardCharsets.US_ASCII);
    static final byte[] NOTES = {};

    private Containers() {}

    /**
     * What reading a container came to.
     *
     * @param sections in the order they were delivered
     * @param damages in the order they were reported
     */
    record Read(HgcHeader header, List<Section> sections, List<Damage> damages) {
        List<Block> blocks() {
            return of(Block.class);
        }

        List<Attachment> attachments() {
            return of(Attachment.class);
        }

        /** The first windows of the blocks of a signal. */
        List<Long> windows(int signal) {
            return blocks().stream()
                    .filter(block -> block.signal() == signal)
                    .map(Block::firstWindow)
                    .toList();
        }

        List<Damage.Windows> lost() {
            return damages.stream().flatMap(damage -> damage.lost().stream()).toList();
        }

        private <T> List<T> of(Class<T> type) {
            return sections.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    /** Two signals, of 10 and 4 windows, and two attachments. */
    static HgcHeader header() {
        return new HgcHeader(
                """
                100 2 72/360(-17) 3800 12:00:00
                100.dat 16x5 200(1024)/mV 11 1024 995 0 0 MLII
                100.dat 16x2 -12.5(7)/\u00b5V 16 -3 1011 0 0 V5
                # 69 M\t1085 1629 x1
                """,
                List.of(
                        new HgcHeader.Signal(19_000, 10, 2000, 20),
                        new HgcHeader.Signal(7_600, 4, 2000, 20)),
                "ecg/3",
                "0123456789abcdef".repeat(4),
                2000,
                0.125,
                new HgcHeader.Promise(null, 2.5),
                List.of(
                        new HgcHeader.AttachmentSize("atr", ANNOTATIONS.length),
                        new HgcHeader.AttachmentSize("notes", NOTES.length)));
    }

    /** The parts of a container: the preamble, two attachments, then blocks of both signals. */
    static List<byte[]> parts() {
        Random random = new Random(6);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> parts = new ArrayList<>();
        try (HgcWriter writer = new HgcWriter(out, header())) {
            cut(out, parts);
            writer.attach(ANNOTATIONS);
            cut(out, parts);
            writer.attach(NOTES);
            cut(out, parts);
            for (int window = 0; window < 10; window += 2) {
                writer.write(block(random, 0, window, 2));
                cut(out, parts);
                if (window < 4) {
                    writer.write(block(random, 1, window, 2));
                    cut(out, parts);
                }
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] file() {
        return join(parts());
    }

    static Read read(byte[] file) throws IOException, MalformedContainerException {
        List<Damage> damages = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        try (HgcReader reader =
                new HgcReader(new ByteArrayInputStream(file), "r.hgc", damages::add)) {
            for (Optional<Section> next = reader.next(); next.isPresent(); next = reader.next()) {
                sections.add(next.get());
            }
            return new Read(reader.header(), sections, damages);
        }
    }

    private static Block block(Random random, int signal, int window, int windows) {
        byte[] payload = new byte[40 + random.nextInt(100)];
        random.nextBytes(payload);
        return new Block(signal, window, windows, payload);
    }

    private static void cut(ByteArrayOutputStream out, List<byte[]> parts) {
        parts.add(out.toByteArray());
        out.reset();
    }
}
