package dev.hourglass.source.wfdb;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A record's header file ({@code .hea}), as in header(5). The counter frequency, the time of day
 * and the date are not kept.
 *
 * @param name the record's name as the header states it
 * @param frequency frames a second, Hz; 250 where the header does not say
 * @param samples samples of a signal (of one sample a frame); empty where they go on to the end of
 *     the file
 * @param signals the signals in their order; empty in the master header of a multi-segment record
 * @param segments the segments in their order; empty in an ordinary record
 */
public record WfdbHeader(
        String name,
        double frequency,
        OptionalLong samples,
        List<SignalSpec> signals,
        List<Segment> segments) {
    /** The longest header read: a million lines are no header. */
    private static final int MAX_BYTES = 16 << 20;

    public WfdbHeader {
        signals = List.copyOf(signals);
        segments = List.copyOf(segments);
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

    /** Reads a header file. */
    public static WfdbHeader read(FileSystem files, Path path)
            throws IOException, MalformedRecordException {
        try (InputStream in = files.open(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MalformedRecordException(
                        path.toString(), null, "The header is longer than " + MAX_BYTES + " bytes");
            }
            return parse(new String(bytes, StandardCharsets.UTF_8), path.toString());
        } catch (FileNotFoundException e) {
            throw new MalformedRecordException(path.toString(), null, "The header is missing");
        }
    }

    /** Whether this is the master header of a multi-segment record. */
    public boolean isMultiSegment() {
        return !segments.isEmpty();
    }

    /** The first signal whose description is {@code lead}. */
    public Optional<SignalSpec> signal(String lead) {
        return signals.stream().filter(signal -> signal.description().equals(lead)).findFirst();
    }
}
