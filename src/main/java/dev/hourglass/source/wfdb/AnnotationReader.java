package dev.hourglass.source.wfdb;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads an annotation file of MIT format, as in annot(5), one annotation at a time. */
public final class AnnotationReader implements Closeable {
    private static final int SKIP = 59;
    private static final int NUMBER = 60;
    private static final int SUBTYPE = 61;
    private static final int CHANNEL = 62;
    private static final int AUXILIARY = 63;
    private static final int NOTE = 22;
    private static final String RESOLUTION = "## time resolution:";

    /** The first characters of files in the AHA's format, each after a zero byte. */
    private static final String AHA_CODES = "EFNOPQRUV";

    private final DataInputStream in;
    private final String path;
    private long position;
    private int word;
    private long time;
    private int number;
    private int channel;
    private OptionalDouble ticksPerSecond = OptionalDouble.empty();

    /**
     * @param in stands at the file's start; closed with this reader
     * @param path names the file in messages
     */
    public AnnotationReader(InputStream in, String path)
            throws IOException, MalformedRecordException {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.path = path;
        this.word = word();
        if ((word & 0xFF) == 0 && AHA_CODES.indexOf(word >> 8) >= 0) {
            throw malformed("The annotations are in the AHA's format; MIT's is read");
        }
        while (word >> 10 == SKIP) {
            time += interval();
            word = word();
        }
        if (word >> 10 > SKIP) {
            throw malformed("The file starts with a field of no annotation");
        }
    }

    /**
     * Opens an annotation file.
     *
     * @throws java.io.FileNotFoundException where there is none
     */
    public static AnnotationReader open(FileSystem files, Path path)
            throws IOException, MalformedRecordException {
        InputStream in = files.open(path);
        try {
            return new AnnotationReader(in, path.toString());
        } catch (IOException | MalformedRecordException e) {
            in.close();
            throw e;
        }
    }

    /**
     * The next annotation; empty after the last.
     *
     * @throws MalformedRecordException where the file ends before its end mark
     */
    public Optional<Annotation> next() throws IOException, MalformedRecordException {
        if (word == 0) {
            return Optional.empty();
        }
        time += word & 0x3FF;
        long ownTime = time;
        int code = word >> 10;
        int subtype = 0;
        String auxiliary = "";
        word = word();
        // What belongs to an annotation follows it.
        for (int field = word >> 10; field >= SKIP; field = word >> 10) {
            switch (field) {
                case NUMBER -> number = (byte) word;
                case SUBTYPE -> subtype = (byte) word;
                case CHANNEL -> channel = word & 0xFF;
                case AUXILIARY -> auxiliary = auxiliary(word & 0x3FF);
                default -> time += interval();
            }
            word = word();
        }
        Annotation annotation = new Annotation(ownTime, code, subtype, channel, number, auxiliary);
        noteResolution(annotation);
        return Optional.of(annotation);
    }

    /**
     * The file's own time resolution, stated by a note at its start and so known after the first
     * {@link #next()}; empty where a tick is a frame of the record.
     */
    public OptionalDouble ticksPerSecond() {
        return ticksPerSecond;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void noteResolution(Annotation annotation) throws MalformedRecordException {
        boolean states =
                annotation.time() == 0
                        && annotation.code() == NOTE
                        && annotation.auxiliary().startsWith(RESOLUTION);
        if (!states) {
            return;
        }
        String value = annotation.auxiliary().substring(RESOLUTION.length()).strip();
        try {
            double ticks = Double.parseDouble(value);
            if (ticks > 0 && Double.isFinite(ticks)) {
                ticksPerSecond = OptionalDouble.of(ticks);
                return;
            }
        } catch (NumberFormatException e) {
            // Reported below, as zero is.
        }
        throw malformed("The time resolution " + value + " is not a number above zero");
    }

    /** A 32-bit interval: the high word first, each with its low byte first. */
    private int interval() throws IOException, MalformedRecordException {
        int high = word();
        return high << 16 | word();
    }

    private String auxiliary(int length) throws IOException, MalformedRecordException {
        // Padded to whole words.
        byte[] text = new byte[length + (length & 1)];
        try {
            in.readFully(text);
        } catch (EOFException e) {
            throw truncated();
        }
        position += text.length;
        String read = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        int end = read.indexOf('\0');
        return end < 0 ? read : read.substring(0, end);
    }

    private int word() throws IOException, MalformedRecordException {
        try {
            int word = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            position += 2;
            return word;
        } catch (EOFException e) {
            throw truncated();
        }
    }

    private MalformedRecordException truncated() {
        return malformed("The annotations end before their end mark");
    }

    private MalformedRecordException malformed(String reason) {
        return new MalformedRecordException(path, "byte " + position, reason);
    }
}
