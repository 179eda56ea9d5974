package dev.hourglass.source.wfdb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A record's header file ({@code .hea}), as in header(5). What nothing computes with is kept as it
 * is spelt.
 *
 * @param name the record's name as the header states it
 * @param frequency frames a second, Hz; 250 where the header does not say
 * @param counter the counter's frequency and value at sample 0, as spelt after the sampling rate:
 *     {@code 25.4(-17)}
 * @param samples samples of a signal (of one sample a frame); empty where they go on to the end of
 *     the file
 * @param baseTime the time of day at sample 0, as spelt: {@code 13:5:0}
 * @param baseDate the date at sample 0, as spelt: {@code 25/4/1989}
 * @param signals the signals in their order; empty in the master header of a multi-segment record
 * @param segments the segments in their order; empty in an ordinary record
 * @param comments the comment lines in their order, the number sign and blanks included, wherever
 *     they stand
 */
public record WfdbHeader(
        String name,
        double frequency,
        Optional<String> counter,
        OptionalLong samples,
        Optional<String> baseTime,
        Optional<String> baseDate,
        List<SignalSpec> signals,
        List<Segment> segments,
        List<String> comments) {
    /** The longest header read: a million lines are no header. */
    private static final int MAX_BYTES = 16 << 20;

    public WfdbHeader {
        signals = List.copyOf(signals);
        segments = List.copyOf(segments);
        comments = List.copyOf(comments);
    }

    /**
     * A segment line.
     *
     * @param name the segment's record, in the master header's folder; {@code ~} for a gap
     * @param samples its length in frames
     */
    public record Segment(String name, long samples) {
        /** Whether nothing was recorded for the length of this segment. */
        public boolean isGap() {
            return name.equals("~");
        }
    }

    /**
     * Reads the text of a header, whose lines may end in LF, CR or both.
     *
     * @param path names the file in messages
     */
    public static WfdbHeader parse(String text, String path) throws MalformedRecordException {
        return new HeaderParser(text, path).parse();
    }

    /** Reads a header file. Its text is UTF-8, or ISO 8859-1 where it is not that. */
    public static WfdbHeader read(FileSystem files, Path path)
            throws IOException, MalformedRecordException {
        try (InputStream in = files.open(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MalformedRecordException(
                        path.toString(), null, "The header is longer than " + MAX_BYTES + " bytes");
            }
            return parse(decoded(bytes), path.toString());
        } catch (FileNotFoundException e) {
            throw new MalformedRecordException(path.toString(), null, "The header is missing");
        }
    }

    /**
     * The header as a text that {@link #parse} reads: lines end in LF, comments follow the signals,
     * and what the header does not state is spelt as the default of header(5).
     *
     * @throws IllegalStateException for the master header of a multi-segment record
     */
    public String text() {
        return HeaderFormatter.text(this);
    }

    /** Whether this is the master header of a multi-segment record. */
    public boolean isMultiSegment() {
        return !segments.isEmpty();
    }

    /** The first signal whose description is {@code lead}. */
    public Optional<SignalSpec> signal(String lead) {
        return signal(lead, 0);
    }

    /** The signal whose description is {@code lead}, after {@code before} others of the same. */
    Optional<SignalSpec> signal(String lead, long before) {
        return signals.stream()
                .filter(signal -> signal.description().equals(lead))
                .skip(before)
                .findFirst();
    }

    /** A header with the rate, times and comments of this one. */
    WfdbHeader inOneSegment(String recordName, long frames, List<SignalSpec> stored) {
        return new WfdbHeader(
                recordName,
                frequency,
                counter,
                frames == 0 ? OptionalLong.empty() : OptionalLong.of(frames),
                baseTime,
                baseDate,
                stored,
                List.of(),
                comments);
    }

    private static String decoded(byte[] text) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            return new String(text, StandardCharsets.ISO_8859_1);
        }
    }
}
