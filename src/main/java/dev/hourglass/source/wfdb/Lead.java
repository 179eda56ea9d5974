package dev.hourglass.source.wfdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** A signal of a record as its headers describe it, through all of the record's segments. */
public final class Lead {
    private final SignalSpec signal;
    private final double frequency;
    private final Set<Calibration> calibrations;
    private final List<Stretch> stretches;

    /**
     * The lead in one segment.
     *
     * @param frames the segment's length, to which a shorter file is filled up with missing
     *     samples; 0 where the file's length decides
     * @param signal empty in a gap
     * @param file empty in a gap
     */
    record Stretch(long frames, Optional<SignalSpec> signal, Optional<SignalFile> file) {
        static Stretch gap(long frames) {
            return new Stretch(frames, Optional.empty(), Optional.empty());
        }
    }

    private Lead(
            SignalSpec signal,
            double frequency,
            Set<Calibration> calibrations,
            List<Stretch> stretches) {
        this.signal = signal;
        this.frequency = frequency;
        this.calibrations = calibrations;
        this.stretches = stretches;
    }

    /**
     * @param listed the signal as the record lists it, which describes it where no samples were
     *     kept
     */
    static Lead of(Path path, SignalSpec listed, double frameRate, List<Stretch> stretches)
            throws MalformedRecordException {
        List<SignalSpec> recorded =
                stretches.stream().flatMap(stretch -> stretch.signal().stream()).toList();
        List<SignalSpec> signals = recorded.isEmpty() ? List.of(listed) : recorded;
        SignalSpec first = signals.get(0);
        Set<Calibration> calibrations = new LinkedHashSet<>();
        Set<String> units = new HashSet<>();
        for (SignalSpec signal : signals) {
            Calibration calibration = signal.calibration().inMillivolts();
            calibrations.add(calibration);
            units.add(calibration.unit());
            if (signal.samplesPerFrame() != first.samplesPerFrame() || units.size() > 1) {
                throw new MalformedRecordException(
                        path.toString(),
                        null,
                        "The segments differ in the sampling rate or the unit of "
                                + listed.description());
            }
        }
        return new Lead(first, frameRate * first.samplesPerFrame(), calibrations, stretches);
    }

    /** The signal's description in the header. */
    public String name() {
        return signal.description();
    }

    /**
     * The signal's specification, calibrated in the header's own unit: that of the first segment
     * with samples of it, or the record's where none has any.
     */
    public SignalSpec signal() {
        return signal;
    }

    /** Whether any segment kept samples of it; where not, every sample is missing. */
    public boolean isRecorded() {
        return stretches.stream().anyMatch(stretch -> stretch.signal().isPresent());
    }

    /** Samples a second, Hz: the record's frames a second times the signal's samples a frame. */
    public double frequency() {
        return frequency;
    }

    /** The physical unit; voltages are in mV. */
    public String unit() {
        return calibrations.iterator().next().unit();
    }

    /** The calibrations of all segments; voltages in mV. One, unless segments differ. */
    public Set<Calibration> calibrations() {
        return Set.copyOf(calibrations);
    }

    /**
     * Reads the lead's files through and holds them against the header: their lengths and, where
     * the header states the number of samples, first samples and checksums of every signal in them.
     * What this returns may be used; reading twice keeps memory independent of the length.
     *
     * @throws MalformedRecordException where a file is missing, too short or damaged
     */
    public LeadSamples verified() throws IOException, MalformedRecordException {
        List<LeadSamples.Stretch> verified = new ArrayList<>();
        long start = 0;
        for (Stretch stretch : stretches) {
            long kept = stretch.file().isPresent() ? stretch.file().get().verify() : 0;
            long recorded = kept * signal.samplesPerFrame();
            if (recorded > 0) {
                verified.add(
                        new LeadSamples.Stretch(start, recorded, stretch.signal(), stretch.file()));
            }
            long missing = Math.max(0, stretch.frames() - kept) * signal.samplesPerFrame();
            if (missing > 0) {
                verified.add(LeadSamples.Stretch.gap(start + recorded, missing));
            }
            start += recorded + missing;
        }
        return new LeadSamples(verified);
    }

    /** The length as far as the headers and files state it. */
    long frames() {
        return stretches.stream().mapToLong(Stretch::frames).sum();
    }

    /** Whether all samples come from formats whose range lies within that of format 212. */
    boolean fitsTwelveBits() {
        return stretches.stream()
                .flatMap(stretch -> stretch.signal().stream())
                .allMatch(stored -> stored.format() == 80 || stored.format() == 212);
    }
}
