package dev.hourglass.compression.batch;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.CodecSettings;
import dev.hourglass.compression.RecordCompressor;
import dev.hourglass.compression.WindowSize;
import dev.hourglass.source.WfdbFolder;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.SignalSpec;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Takes stretches out of records, on executors: always the same ones. */
final class LeadSampling implements FlatMapFunction<Iterator<String>, SampledLead> {
    private static final long serialVersionUID = 1L;

    /** Records that are sampled, evenly spread over all. */
    private static final int RECORDS = 64;

    /** Stretches of a lead at least, and where there are fewer leads so many more of each. */
    private static final int STRETCHES = 2;

    /** Of a lead: its stretches go to a task, 16 MiB of them. */
    private static final int MOST_SAMPLES = 1 << 22;

    private final WfdbFolder folder;
    private final CodecPool pool;
    private final CodecSettings settings;
    private final int leads;

    /**
     * @param leads that are sampled of a record at most
     */
    private LeadSampling(WfdbFolder folder, CodecPool pool, CodecSettings settings, int leads) {
        this.folder = folder;
        this.pool = pool;
        this.settings = settings;
        this.leads = leads;
    }

    /** A sampling of as many leads as the number of records calls for. */
    static LeadSampling of(WfdbFolder folder, CodecPool pool, CodecSettings settings, int records) {
        int sampled = Math.min(records, RECORDS);
        return new LeadSampling(folder, pool, settings, (RECORDS + sampled - 1) / sampled);
    }

    /** The header files of the records that are sampled. */
    static List<String> choose(List<String> headers) {
        int count = Math.min(headers.size(), RECORDS);
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(headers.get((int) ((long) i * headers.size() / count)));
        }
        return chosen;
    }

    @Override
    public Iterator<SampledLead> call(Iterator<String> headers) throws IOException {
        CodecNetwork network = pool.lend();
        RecordCompressor compressor = new RecordCompressor(folder.files(), network, settings);
        List<SampledLead> sampled = new ArrayList<>();
        while (headers.hasNext()) {
            String header = headers.next();
            try {
                sample(folder.record(header), compressor, network, sampled);
            } catch (MalformedRecordException e) {
                // Set aside, with its reason, when it is to be compressed.
            }
        }
        return sampled.iterator();
    }

    private void sample(
            WfdbRecord record,
            RecordCompressor compressor,
            CodecNetwork network,
            List<SampledLead> sampled)
            throws IOException, MalformedRecordException {
        List<SignalSpec> signals = record.singleSegmentHeader().signals();
        double shared = (double) compressor.sharedBytes(record) / signals.size();
        int count = Math.min(leads, signals.size());
        for (int i = 0; i < count; i++) {
            int number = i * signals.size() / count;
            SignalSpec signal = signals.get(number);
            Lead lead = record.leads().get(number);
            LeadSamples samples = lead.verified();
            WindowSize size = WindowSize.of(network, settings.overlap(), lead.frequency());
            if (samples.length() > 0) {
                sampled.add(
                        new SampledLead(
                                lead.frequency(),
                                signal.calibration(),
                                signal.format(),
                                signal.adcResolution(),
                                samples.length(),
                                shared,
                                stretches(
                                        samples,
                                        STRETCHES * leads / count,
                                        // A block's windows.
                                        CodecNetwork.ROWS * size.segment())));
            }
        }
    }

    /**
     * Each from the middle of an equal part of the lead, or one after the other all of it.
     *
     * @param most of them
     * @param length of each, in samples; the last may be shorter
     */
    private static ArrayList<int[]> stretches(LeadSamples samples, int most, int length)
            throws IOException {
        long needed = (samples.length() + length - 1) / length;
        int count = (int) Math.min(Math.min(most, needed), Math.max(1, MOST_SAMPLES / length));
        long part = Math.max(length, samples.length() / count);
        ArrayList<int[]> stretches = new ArrayList<>();
        try (LeadReader reader = samples.reader()) {
            for (int i = 0; i < count; i++) {
                reader.skip(i * part + (part - length) / 2 - reader.position());
                int[] stretch =
                        new int[(int) Math.min(length, samples.length() - reader.position())];
                reader.read(stretch, 0, stretch.length);
                stretches.add(stretch);
            }
        }
        return stretches;
    }
}
