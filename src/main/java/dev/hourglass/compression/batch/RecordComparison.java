package dev.hourglass.compression.batch;

import dev.hourglass.compression.RecordSink;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.source.wfdb.AnnotationFiles.AnnotationFile;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.hadoop.fs.FileSystem;

/** A record held against what comes back of it, while it does. */
final class RecordComparison implements RecordSink, Closeable {
    private final FileSystem files;
    private final Map<String, AnnotationFile> annotations = new HashMap<>();
    private final List<Lead> leads;
    private final List<LeadComparison> comparisons = new ArrayList<>();
    private final List<Long> lengths = new ArrayList<>();
    private Optional<String> flaw = Optional.empty();

    /**
     * @param files where the record is
     * @param segment samples of a lead's window that it answers for
     */
    RecordComparison(
            FileSystem files,
            WfdbRecord record,
            HgcHeader.Promise promise,
            ToIntFunction<Lead> segment)
            throws IOException, MalformedRecordException {
        this.files = files;
        for (AnnotationFile file : record.annotationFiles().files()) {
            annotations.put(file.annotator(), file);
        }
        this.leads = record.leads();
        for (Lead lead : leads) {
            LeadSamples samples = lead.verified();
            lengths.add(samples.length());
            comparisons.add(
                    new LeadComparison(
                            samples.reader(),
                            lead.signal().calibration().inMillivolts(),
                            promise,
                            segment.applyAsInt(lead),
                            lead.frequency()));
        }
    }

    @Override
    public void write(int[][] samples, int frames) throws IOException {
        for (int i = 0; i < samples.length; i++) {
            comparisons.get(i).add(samples[i], frames * leads.get(i).signal().samplesPerFrame());
        }
    }

    @Override
    public void attach(String extension, byte[] content) throws IOException {
        AnnotationFile file = annotations.remove(extension);
        if (file == null || !Arrays.equals(file.read(files), content)) {
            note("annotations " + extension + " come back as others");
        }
    }

    /** Ends the comparison: all has come back. */
    void finish() {
        annotations.keySet().forEach(lost -> note("annotations " + lost + " do not come back"));
        for (int i = 0; i < comparisons.size(); i++) {
            LeadComparison comparison = comparisons.get(i);
            String lead = leads.get(i).name() + ": ";
            comparison.finish();
            comparison.flaw().ifPresent(found -> note(lead + found));
            if (comparison.samples() != lengths.get(i)) {
                note(lead + comparison.samples() + " of " + lengths.get(i) + " samples come back");
            }
        }
    }

    /** The record's leads in their order. */
    List<Lead> leads() {
        return leads;
    }

    /** What was found of each. */
    List<LeadComparison> comparisons() {
        return comparisons;
    }

    /** The first thing that is not as it was promised. */
    Optional<String> flaw() {
        return flaw;
    }

    @Override
    public void close() throws IOException {
        for (LeadComparison comparison : comparisons) {
            comparison.close();
        }
    }

    private void note(String what) {
        if (flaw.isEmpty()) {
            flaw = Optional.of(what);
        }
    }
}
