package dev.hourglass.reproduce;

import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.source.wfdb.AnnotationFiles.AnnotationFile;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;

/** A WFDB record that was compressed, and what came back of it. */
final class ReturnedRecord {
    private final FileSystem files;
    private final WfdbRecord original;
    private final WfdbRecord returned;

    /**
     * @param files of both
     */
    ReturnedRecord(FileSystem files, WfdbRecord original, WfdbRecord returned) {
        this.files = files;
        this.original = original;
        this.returned = returned;
    }

    /**
     * A window of a lead.
     *
     * @param distortion of its recorded samples, in ADC units
     * @param least of its recorded samples, in ADC units
     * @param leadLeast of the lead's recorded samples, in ADC units
     * @param gapsKept whether the same samples are missing in both
     */
    record Window(Distortion distortion, double least, double leadLeast, boolean gapsKept) {}

    /**
     * Whether length, rate, times, comments, and the leads' names, gains and units are the same.
     */
    boolean isDescribedAlike() throws IOException, MalformedRecordException {
        return original.singleSegmentHeader().equals(returned.singleSegmentHeader());
    }

    /** Whether it has the same annotation files, byte for byte. */
    boolean isAnnotatedAlike() throws IOException {
        return annotations(original).equals(annotations(returned));
    }

    /** Leads of the original. */
    int leads() throws IOException, MalformedRecordException {
        return original.leads().size();
    }

    /**
     * Holds the leads against each other.
     *
     * @param samples of a window; the last of a lead may be shorter
     * @param windows takes them, lead by lead
     */
    void compare(int samples, Consumer<Window> windows)
            throws IOException, MalformedRecordException {
        List<Lead> leads = original.leads();
        for (int i = 0; i < leads.size(); i++) {
            LeadSamples lead = leads.get(i).verified();
            double leadLeast = EcgFragments.least(lead);
            try (LeadReader before = lead.reader();
                    LeadReader after = returned.leads().get(i).verified().reader()) {
                while (before.position() < lead.length()) {
                    int count = (int) Math.min(samples, lead.length() - before.position());
                    windows.accept(window(before, after, count, leadLeast));
                }
            }
        }
    }

    private static Window window(LeadReader before, LeadReader after, int count, double leadLeast)
            throws IOException {
        int[] originals = new int[count];
        int[] others = new int[count];
        before.read(originals, 0, count);
        after.read(others, 0, count);
        Distortion distortion = new Distortion();
        double least = Double.POSITIVE_INFINITY;
        boolean gapsKept = true;
        for (int i = 0; i < count; i++) {
            boolean missing = originals[i] == LeadReader.MISSING;
            gapsKept &= missing == (others[i] == LeadReader.MISSING);
            if (!missing) {
                distortion.add(originals[i], others[i]);
                least = Math.min(least, originals[i]);
            }
        }
        return new Window(distortion, least, leadLeast, gapsKept);
    }

    private Map<String, String> annotations(WfdbRecord record) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        for (AnnotationFile file : record.annotationFiles().files()) {
            digests.put(file.annotator(), DigestUtils.sha256Hex(file.read(files)));
        }
        return digests;
    }
}
