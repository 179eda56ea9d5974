package dev.hourglass.reproduce;

import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.SignalSpec;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import dev.hourglass.source.wfdb.WfdbWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Fragments of the first leads of WFDB records, as WFDB records of their own. */
final class EcgFragments {
    /** What the greatest sample takes that WFDB's formats have. */
    private static final int FORMAT = 16;

    private final FileSystem files;
    private final int samples;

    /**
     * @param samples of a fragment
     */
    EcgFragments(FileSystem files, int samples) {
        this.files = files;
        this.samples = samples;
    }

    /**
     * Cuts a record into fragments, and draws some of them. What is not recorded whole is left out.
     *
     * @param count of fragments at most
     * @param target the folder of the records that they become, each by its record's name and its
     *     own number
     * @return the least sample of the whole lead, in ADC units
     */
    double draw(WfdbRecord record, int count, Random random, Path target)
            throws IOException, MalformedRecordException {
        Lead lead = record.lead(Optional.empty());
        LeadSamples whole = lead.verified();
        List<int[]> fragments = fragments(whole);
        Collections.shuffle(fragments, random);
        for (int i = 0; i < Math.min(count, fragments.size()); i++) {
            String name = "%s-%04d".formatted(name(record), i);
            write(target, name, lead.frequency(), lead.signal(), List.of(fragments.get(i)));
        }
        return least(whole);
    }

    /** What a record's fragments are called by. */
    static String name(WfdbRecord record) {
        return StringUtils.removeEnd(record.path().getName(), ".hea");
    }

    /** The least sample of a lead that was recorded, in ADC units. */
    static double least(LeadSamples lead) throws IOException {
        int least = Integer.MAX_VALUE;
        int[] sample = new int[1];
        try (LeadReader reader = lead.reader()) {
            while (reader.position() < lead.length()) {
                reader.read(sample, 0, 1);
                least = sample[0] == LeadReader.MISSING ? least : Math.min(least, sample[0]);
            }
        }
        return least;
    }

    /**
     * Joins records of one lead, end to end: a record for each calibration there is.
     *
     * @param headers their header files
     * @param target the folder of these records
     * @return the header files in the order in which they were joined
     */
    List<Path> join(List<Path> headers, Path target) throws IOException, MalformedRecordException {
        Map<Calibration, List<Path>> groups = new LinkedHashMap<>();
        for (Path header : headers) {
            groups.computeIfAbsent(lead(header).signal().calibration(), key -> new ArrayList<>())
                    .add(header);
        }
        for (List<Path> alike : groups.values()) {
            List<int[]> fragments = new ArrayList<>();
            for (Path header : alike) {
                fragments.addAll(fragments(lead(header).verified()));
            }
            Lead first = lead(alike.get(0));
            String name = "fragments-%04d".formatted(files.listStatus(target).length);
            write(target, name, first.frequency(), first.signal(), fragments);
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private Lead lead(Path header) throws IOException, MalformedRecordException {
        return WfdbRecord.open(files, header).lead(Optional.empty());
    }

    private List<int[]> fragments(LeadSamples lead) throws IOException {
        List<int[]> fragments = new ArrayList<>();
        try (LeadReader reader = lead.reader()) {
            while (lead.length() - reader.position() >= samples) {
                int[] fragment = new int[samples];
                reader.read(fragment, 0, samples);
                if (Arrays.stream(fragment).noneMatch(sample -> sample == LeadReader.MISSING)) {
                    fragments.add(fragment);
                }
            }
        }
        return fragments;
    }

    private void write(
            Path target, String name, double frequency, SignalSpec signal, List<int[]> fragments)
            throws IOException, MalformedRecordException {
        WfdbHeader header =
                new WfdbHeader(
                        name,
                        frequency,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(signal),
                        List.of(),
                        List.of());
        try (WfdbWriter writer = WfdbWriter.create(files, target, header, FORMAT)) {
            for (int[] fragment : fragments) {
                writer.write(new int[][] {fragment}, fragment.length);
            }
            writer.finish();
        }
    }
}
