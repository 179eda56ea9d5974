package dev.hourglass.source.wfdb;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A record: its header and, where it is split into segments, theirs. Segments may all list the same
 * signals (fixed layout), or start with an empty layout segment and list what they have (variable
 * layout); gaps between them are kept as missing samples.
 */
public final class WfdbRecord {
    /** Bounds what {@link #leads} holds, whatever the headers say; a year in hours has 8,760. */
    private static final int MAX_STRETCHES = 1 << 21;

    private static final int MAX_LEADS = 1 << 12;

    private final FileSystem files;
    private final Path path;
    private final WfdbHeader header;
    private final List<RecordPart> parts;
    private final Map<FileKey, SignalFile> signalFiles = new HashMap<>();

    /** A signal file as one header lists it. */
    private record FileKey(Path header, String name) {}

    private WfdbRecord(FileSystem files, Path path, WfdbHeader header, List<RecordPart> parts) {
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
        return new WfdbRecord(files, path, header, RecordPart.read(files, path, header));
    }

    /** The header file of a segment of the record whose header file is {@code master}. */
    public static Path segmentPath(Path master, WfdbHeader.Segment segment) {
        return new Path(master.getParent(), segment.name() + ".hea");
    }

    /** The header file. */
    public Path path() {
        return path;
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
        WfdbHeader layout = layout();
        SignalSpec chosen = name.flatMap(layout::signal).orElse(layout.signals().get(0));
        Lead lead = lead(layout, chosen, parts);
        if (!lead.isRecorded()) {
            throw malformed(path, "No samples of " + lead.name() + " were kept");
        }
        return lead;
    }

    /**
     * All signals in their order, each as a lead, also those that have their description in common
     * and those without samples. All last as long as the record, which goes on to the end of the
     * longest file where its length is not stated.
     *
     * @throws MalformedRecordException where there is no signal, where segments disagree in a
     *     signal's sampling rate or unit, or where a format is not read
     */
    public List<Lead> leads() throws IOException, MalformedRecordException {
        WfdbHeader layout = layout();
        long signals = layout.signals().size();
        if (signals > MAX_LEADS || signals * parts.size() > MAX_STRETCHES) {
            throw malformed(
                    path,
                    "The record has %d signals in %d segment(s), more than can be read together"
                            .formatted(signals, parts.size()));
        }
        List<RecordPart> lasting =
                header.isMultiSegment() ? parts : List.of(toItsEnd(parts.get(0)));
        List<Lead> leads = new ArrayList<>();
        for (SignalSpec signal : layout.signals()) {
            leads.add(lead(layout, signal, lasting));
        }
        return leads;
    }

    /**
     * The header that this record would have if it were one segment, all of its signals stored in
     * one file: with the name of its header file, the times and comments of its own header and no
     * first samples or checksums. The file is of format 212 where all signals are of formats 80 and
     * 212, and else of format 16, which hold their samples.
     *
     * @throws MalformedRecordException as {@link #leads}, where segments differ in the calibration
     *     of a signal, and where {@link WfdbWriter} does not write such a header
     */
    public WfdbHeader singleSegmentHeader() throws IOException, MalformedRecordException {
        List<Lead> leads = leads();
        boolean narrow = leads.stream().allMatch(Lead::fitsTwelveBits);
        List<SignalSpec> signals = new ArrayList<>();
        for (Lead lead : leads) {
            if (lead.calibrations().size() > 1) {
                throw malformed(
                        path, "The segments differ in the gain or baseline of " + lead.name());
            }
            SignalSpec signal = lead.signal();
            signals.add(
                    signal.storedIn(
                            name() + ".dat",
                            signals.size(),
                            narrow ? 212 : 16,
                            OptionalInt.empty(),
                            OptionalInt.empty()));
        }
        WfdbHeader single = header.inOneSegment(name(), leads.get(0).frames(), signals);
        WfdbWriter.requireWritable(single, path);
        return single;
    }

    /**
     * The annotation files beside the header file, which share its name.
     *
     * @see AnnotationFiles
     */
    public AnnotationFiles annotationFiles() throws IOException {
        Set<String> signalFileNames =
                parts.stream()
                        .flatMap(part -> part.header().stream())
                        .flatMap(segment -> segment.signals().stream())
                        .map(SignalSpec::file)
                        .collect(toSet());
        return AnnotationFiles.find(files, path.getParent(), name(), signalFileNames);
    }

    /** What all of the record's files are called, but for their extension. */
    private String name() {
        return StringUtils.removeEnd(path.getName(), ".hea");
    }

    private WfdbHeader layout() throws MalformedRecordException {
        RecordPart first =
                parts.stream()
                        .filter(part -> part.header().isPresent())
                        .findFirst()
                        .orElseThrow(() -> malformed(path, "The record has no segment but gaps"));
        WfdbHeader layout = first.header().orElseThrow();
        if (layout.signals().isEmpty()) {
            throw malformed(first.path(), "The record has no signals");
        }
        return layout;
    }

    /** The part as long as its longest file, where its length is not stated. */
    private RecordPart toItsEnd(RecordPart part) throws IOException, MalformedRecordException {
        long frames = part.frames();
        WfdbHeader partHeader = part.header().orElseThrow();
        if (partHeader.samples().isEmpty()) {
            for (SignalSpec signal : partHeader.signals()) {
                frames = signal.isNull() ? frames : Math.max(frames, file(part, signal).frames());
            }
        }
        return new RecordPart(part.path(), part.header(), frames);
    }

    /**
     * @param layout the header that lists the record's signals
     * @param listed one of them
     */
    private Lead lead(WfdbHeader layout, SignalSpec listed, List<RecordPart> parts)
            throws MalformedRecordException {
        boolean variable = header.isMultiSegment() && parts.get(0).frames() == 0;
        List<Lead.Stretch> stretches = new ArrayList<>();
        if (variable) {
            // Of signals that share a description, the second is the second of every segment.
            long before =
                    layout.signals().subList(0, listed.index()).stream()
                            .filter(signal -> signal.description().equals(listed.description()))
                            .count();
            for (RecordPart part : parts.subList(1, parts.size())) {
                stretches.add(
                        stretch(
                                part,
                                part.header()
                                        .flatMap(
                                                segment ->
                                                        segment.signal(
                                                                listed.description(), before))));
            }
        } else {
            SignalSpec chosen = firstStored(listed, parts);
            for (RecordPart part : parts) {
                stretches.add(stretch(part, part.sameSignal(chosen)));
            }
        }
        return Lead.of(path, listed, header.frequency(), stretches);
    }

    /** A signal that the first segment lists without samples may only be described by another. */
    private static SignalSpec firstStored(SignalSpec listed, List<RecordPart> parts) {
        return parts.stream()
                .flatMap(part -> part.header().stream())
                .map(WfdbHeader::signals)
                .filter(signals -> listed.index() < signals.size())
                .map(signals -> signals.get(listed.index()))
                .filter(signal -> !signal.isNull())
                .findFirst()
                .orElse(listed);
    }

    private Lead.Stretch stretch(RecordPart part, Optional<SignalSpec> listed)
            throws MalformedRecordException {
        Optional<SignalSpec> stored = listed.filter(signal -> !signal.isNull());
        return stored.isEmpty()
                ? Lead.Stretch.gap(part.frames())
                : new Lead.Stretch(part.frames(), stored, Optional.of(file(part, stored.get())));
    }

    /** One for all signals in it, so that it is verified once. */
    private SignalFile file(RecordPart part, SignalSpec signal) throws MalformedRecordException {
        SignalFormat format =
                SignalFormat.of(signal.format()).orElseThrow(() -> unsupported(part, signal));
        return signalFiles.computeIfAbsent(
                new FileKey(part.path(), signal.file()),
                key ->
                        new SignalFile(
                                files,
                                part.path().getParent(),
                                part.header().orElseThrow(),
                                signal.file(),
                                format));
    }

    private static MalformedRecordException unsupported(RecordPart part, SignalSpec signal) {
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
