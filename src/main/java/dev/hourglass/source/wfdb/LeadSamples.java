package dev.hourglass.source.wfdb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The samples of a lead, whose files were held against their header. */
public final class LeadSamples {
    private final TreeMap<Long, Stretch> stretches = new TreeMap<>();
    private final long length;

    /**
     * Samples of one file, or a gap.
     *
     * @param start the first sample's number
     * @param length in samples
     * @param signal empty in a gap
     * @param file empty in a gap
     */
    record Stretch(
            long start, long length, Optional<SignalSpec> signal, Optional<SignalFile> file) {
        static Stretch gap(long start, long length) {
            return new Stretch(start, length, Optional.empty(), Optional.empty());
        }
    }

    LeadSamples(List<Stretch> stretches) {
        long end = 0;
        for (Stretch stretch : stretches) {
            if (stretch.length() > 0) {
                this.stretches.put(stretch.start(), stretch);
            }
            end = stretch.start() + stretch.length();
        }
        this.length = end;
    }

    /** Samples from the record's first to its last, the missing ones included. */
    public long length() {
        return length;
    }

    /**
     * Samples that its files hold. A file counts once, however often the record comes back to it.
     */
    public long stored() {
        Map<SignalFile, Long> files = new HashMap<>();
        for (Stretch stretch : stretches.values()) {
            stretch.file().ifPresent(file -> files.put(file, stretch.length()));
        }
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The first sample from {@code sample} on that is not in a gap between segments; empty where
     * there is none.
     */
    public OptionalLong nextRecorded(long sample) {
        Map.Entry<Long, Stretch> here = stretches.floorEntry(sample);
        if (here == null) {
            return OptionalLong.empty();
        }
        return stretches.tailMap(here.getKey()).values().stream()
                .filter(stretch -> stretch.file().isPresent())
                .filter(stretch -> sample < stretch.start() + stretch.length())
                .mapToLong(stretch -> Math.max(sample, stretch.start()))
                .findFirst();
    }

    /** What sample {@code sample} means, voltages in mV; empty in a gap between segments. */
    public Optional<Calibration> calibration(long sample) {
        return stretches
                .floorEntry(sample)
                .getValue()
                .signal()
                .map(signal -> signal.calibration().inMillivolts());
    }

    /** A reader at sample 0. */
    public LeadReader reader() {
        return new LeadReader(List.copyOf(stretches.values()));
    }
}
