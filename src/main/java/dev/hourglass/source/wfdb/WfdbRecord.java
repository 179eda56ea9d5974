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
 * A record: its header and, where it is split into segments, theirs. Segments may all list the same
 * signals (fixed layout), or start with an empty layout segment and list what they have (variable
 * layout); gaps between them are kept as missing samples.
 */
public final class WfdbRecord {
    private final FileSystem files;
    private final Path path;
    private final WfdbHeader header;
    private final List<Part> parts;

    /** A segment with its own header, or a whole ordinary record; without a header, a gap. */
    private record Part(Path path, Optional<WfdbHeader> header, long frames) {}

    private WfdbRecord(FileSystem files, Path path, WfdbHeader header, List<Part> parts) {
        this.files = files;
        this.path = path;
        this.header = header;
        this.parts = parts;
    }

    /**
     * Reads a record's headers, none of its samples.
     *
     * @param path the header file, whose folder holds every other file of the record
     */
    public static WfdbRecord open(FileSystem files, Path path)
            throws IOException, MalformedRecordException {
        WfdbHeader header = WfdbHeader.read(files, path);
        List<Part> parts = new ArrayList<>();
        if (!header.isMultiSegment()) {
            parts.add(new Part(path, Optional.of(header), header.samples().orElse(0)));
        }
        // A segment may come again and again, and is read once.
        Map<String, WfdbHeader> segmentHeaders = new HashMap<>();
        for (WfdbHeader.Segment segment : header.segments()) {
            Path segmentPath = segmentPath(path, segment);
            if (segment.isGap()) {
                parts.add(new Part(segmentPath, Optional.empty(), segment.samples()));
                continue;
            }
            WfdbHeader segmentHeader = segmentHeaders.get(segment.name());
            if (segmentHeader == null) {
                segmentHeader = WfdbHeader.read(files, segmentPath);
                segmentHeaders.put(segment.name(), segmentHeader);
            }
            requireFits(segmentPath, segmentHeader, segment, header);
            parts.add(new Part(segmentPath, Optional.of(segmentHeader), segment.samples()));
        }
        return new WfdbRecord(files, path, header, parts);
    }

    /** The header file of a segment of the record whose header file is {@code master}. */
    public static Path segmentPath(Path master, WfdbHeader.Segment segment) {
        return new Path(master.getParent(), segment.name() + ".hea");
    }

    public WfdbHeader header() {
        return header;
    }

    /**
     * Chooses a signal by its description, the first signal where the record has none of that name.
     *
     * @param name the description wanted; empty for the first signal
     * @throws MalformedRecordException where there is no signal, or where the signal's segments
     *     disagree in sampling rate or unit or are in a format that is not read
     */
    public Lead lead(Optional<String> name) throws MalformedRecordException {
        Part first =
                parts.stream()
                        .filter(part -> part.header().isPresent())
                        .findFirst()
                        .orElseThrow(() -> malformed(path, "The record has no segment but gaps"));
        WfdbHeader layout = first.header().orElseThrow();
        if (layout.signals().isEmpty()) {
            throw malformed(first.path(), "The record has no signals");
        }
        SignalSpec chosen = name.flatMap(layout::signal).orElse(layout.signals().get(0));
        boolean variable = header.isMultiSegment() && parts.get(0).frames() == 0;
        List<Lead.Stretch> stretches = new ArrayList<>();
        for (Part part : variable ? parts.subList(1, parts.size()) : parts) {
            stretches.add(stretch(part, chosen, variable));
        }
        return Lead.of(path, chosen.description(), header.frequency(), stretches);
    }

    private Lead.Stretch stretch(Part part, SignalSpec chosen, boolean variable)
            throws MalformedRecordException {
        Optional<SignalSpec> found = Optional.empty();
        if (part.header().isPresent()) {
            WfdbHeader partHeader = part.header().get();
            found =
                    variable
                            ? partHeader.signal(chosen.description())
                            : Optional.of(sameSignal(part.path(), partHeader, chosen));
        }
        Optional<SignalSpec> recorded = found.filter(signal -> !signal.isNull());
        if (recorded.isEmpty()) {
            return Lead.Stretch.gap(part.frames());
        }
        SignalSpec signal = recorded.get();
        SignalFormat format =
                SignalFormat.of(signal.format()).orElseThrow(() -> unsupported(part, signal));
        SignalFile file =
                new SignalFile(
                        files,
                        part.path().getParent(),
                        part.header().orElseThrow(),
                        signal.file(),
                        format);
        return new Lead.Stretch(part.frames(), Optional.of(signal), Optional.of(file));
    }

    private static SignalSpec sameSignal(Path path, WfdbHeader segment, SignalSpec chosen)
            throws MalformedRecordException {
        if (chosen.index() < segment.signals().size()) {
            SignalSpec signal = segment.signals().get(chosen.index());
            if (signal.isNull() || signal.description().equals(chosen.description())) {
                return signal;
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

    private static MalformedRecordException unsupported(Part part, SignalSpec signal) {
        return malformed(
                part.path(),
                "Record %s keeps %s in format %d; formats 16, 61, 80 and 212 are read"
                        .formatted(
                                part.header().orElseThrow().name(),
                                signal.label(),
                                signal.format()));
    }

    private static MalformedRecordException malformed(Path path, String reason) {
        return new MalformedRecordException(path.toString(), null, reason);
    }
}
