package dev.hourglass.source.wfdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A segment of a record, or a whole ordinary record.
 *
 * @param path its header file
 * @param header empty for a gap
 * @param frames 0 for an ordinary record of a length that is not stated
 */
record RecordPart(Path path, Optional<WfdbHeader> header, long frames) {
    /** Reads the headers of the segments of the record that {@code header} describes. */
    static List<RecordPart> read(FileSystem files, Path path, WfdbHeader header)
            throws IOException, MalformedRecordException {
        List<RecordPart> parts = new ArrayList<>();
        if (!header.isMultiSegment()) {
            parts.add(new RecordPart(path, Optional.of(header), header.samples().orElse(0)));
        }
        // A segment may come again and again, and is read once.
        Map<String, WfdbHeader> segmentHeaders = new HashMap<>();
        for (WfdbHeader.Segment segment : header.segments()) {
            Path segmentPath = WfdbRecord.segmentPath(path, segment);
            if (segment.isGap()) {
                parts.add(new RecordPart(segmentPath, Optional.empty(), segment.samples()));
                continue;
            }
            WfdbHeader segmentHeader = segmentHeaders.get(segment.name());
            if (segmentHeader == null) {
                segmentHeader = WfdbHeader.read(files, segmentPath);
                segmentHeaders.put(segment.name(), segmentHeader);
            }
            requireFits(segmentPath, segmentHeader, segment, header);
            parts.add(new RecordPart(segmentPath, Optional.of(segmentHeader), segment.samples()));
        }
        return parts;
    }

    /** The signal of the same place in this part; empty in a gap. */
    Optional<SignalSpec> sameSignal(SignalSpec chosen) throws MalformedRecordException {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        List<SignalSpec> signals = header.get().signals();
        if (chosen.index() < signals.size()) {
            SignalSpec signal = signals.get(chosen.index());
            if (signal.isNull() || signal.description().equals(chosen.description())) {
                return Optional.of(signal);
            }
        }
        throw malformed(path, "The segment does not have " + chosen.label() + " as the first has");
    }

    private static void requireFits(
            Path path, WfdbHeader header, WfdbHeader.Segment segment, WfdbHeader master)
            throws MalformedRecordException {
        if (header.isMultiSegment()) {
            throw malformed(path, "The segment has segments itself");
        }
        if (header.frequency() != master.frequency()) {
            throw malformed(
                    path,
                    "The segment is sampled at %s Hz and its record at %s Hz"
                            .formatted(header.frequency(), master.frequency()));
        }
        if (header.samples().orElse(0) != segment.samples()) {
            throw malformed(
                    path,
                    "The segment states %d samples and its record %d"
                            .formatted(header.samples().orElse(0), segment.samples()));
        }
    }

    private static MalformedRecordException malformed(Path path, String reason) {
        return new MalformedRecordException(path.toString(), null, reason);
    }
}
