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
    private final String name;
    private final double frequency;
    private final int samplesPerFrame;
    private final Set<Calibration> calibrations;
    private final List<Stretch> stretches;

    /**
     * The lead in one segment.
     *
     * @param frames the segment's length; 0 where the file's length decides
     * @param signal empty in a gap
     * @param file empty in a gap
     */
    record Stretch(long frames, Optional<SignalSpec> signal, Optional<SignalFile> file) {
        static Stretch gap(long frames) {
            return new Stretch(frames, Optional.empty(), Optional.empty());
        }
    }

    private Lead(
            String name,
            double frequency,
            int samplesPerFrame,
            Set<Calibration> calibrations,
            List<Stretch> stretches) {
        this.name = name;
        this.frequency = frequency;
        this.samplesPerFrame = samplesPerFrame;
        this.calibrations = calibrations;
        this.stretches = stretches;
    }

    static Lead of(Path path, String name, double frameRate, List<Stretch> stretches)
            throws MalformedRecordException {
        List<SignalSpec> signals =
                stretches.stream().flatMap(stretch -> stretch.signal().stream()).toList();
        if (signals.isEmpty()) {
            throw new MalformedRecordException(
                    path.toString(), null, "No samples of " + name + " were kept");
        }
        int samplesPerFrame = signals.get(0).samplesPerFrame();
        Set<Calibration> calibrations = new LinkedHashSet<>();
        Set<String> units = new HashSet<>();
        for (SignalSpec signal : signals) {
            Calibration calibration = signal.calibration().inMillivolts();
            calibrations.add(calibration);
            units.add(calibration.unit());
            if (signal.samplesPerFrame() != samplesPerFrame || units.size() > 1) {
                throw new MalformedRecordException(
                        path.toString(),
                        null,
                        "The segments differ in the sampling rate or the unit of " + name);
            }
        }
        return new Lead(
                name, frameRate * samplesPerFrame, samplesPerFrame, calibrations, stretches);
    }

    /** The signal's description in the header. */
    public String name() {
        return name;
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
            long frames =
                    stretch.file().isPresent() ? stretch.file().get().verify() : stretch.frames();
            long length = frames * samplesPerFrame;
            verified.add(new LeadSamples.Stretch(start, length, stretch.signal(), stretch.file()));
            start += length;
        }
        return new LeadSamples(verified);
    }
}
