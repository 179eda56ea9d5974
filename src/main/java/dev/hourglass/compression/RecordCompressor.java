package dev.hourglass.compression;

import dev.hourglass.compression.container.Attachment;
import dev.hourglass.compression.container.Block;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.HgcWriter;
import dev.hourglass.source.wfdb.AnnotationFiles.AnnotationFile;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.SignalSpec;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.io.output.CountingOutputStream;
import org.apache.commons.io.output.NullOutputStream;
import org.apache.hadoop.fs.FileSystem;

/**
 * Compresses WFDB records, each with all its signals and annotations, into {@code .hgc} containers.
 * Memory does not grow with a record's length. Not for several threads at once.
 */
public final class RecordCompressor {
    /** Samples of all signals that a record may state for each that its files hold. */
    private static final long MAX_STATED = 1000;

    /** Samples that it may state whatever they hold: a day of two leads at 360 Hz. */
    private static final long ANY_LENGTH = 2 * 24 * 3600 * 360;

    private final FileSystem files;
    private final CodecNetwork network;
    private final CodecSettings settings;
    private final CodeTables tables;
    private final CrossFade crossFade;

    /**
     * @param files where the records are
     * @param network not closed here
     * @throws IllegalArgumentException where no container is of these settings
     */
    public RecordCompressor(FileSystem files, CodecNetwork network, CodecSettings settings) {
        this.files = files;
        this.network = network;
        this.settings = settings;
        // Fails here, and not at every record, where no container is of these settings.
        container("", List.of(), List.of());
        this.tables = new CodeTables(network.distribution(), settings.step());
        this.crossFade = new CrossFade(network.window(), settings.overlap());
    }

    /**
     * Compresses a record.
     *
     * @param out closed
     * @return what each of the signals takes, in their order
     * @throws MalformedRecordException where the record breaks its format, or is none that a
     *     container holds
     */
    public List<SignalSize> compress(WfdbRecord record, OutputStream out)
            throws IOException, MalformedRecordException {
        try (out) {
            WfdbHeader header = record.singleSegmentHeader();
            List<LeadSamples> leads = verified(record);
            requireStored(record, leads);
            BlockOrder order = order(header, leads);
            requireHeld(record, order);
            HgcWriter writer = begin(record, header, leads, out);
            List<SignalSize> sizes = writeBlocks(header, leads, order, writer);
            writer.finish();
            return sizes;
        }
    }

    /**
     * The bytes of a record's container that belong to no signal: its header and annotations.
     *
     * @throws MalformedRecordException as {@link #compress}
     */
    public long sharedBytes(WfdbRecord record) throws IOException, MalformedRecordException {
        try (CountingOutputStream out = new CountingOutputStream(NullOutputStream.INSTANCE)) {
            begin(record, record.singleSegmentHeader(), verified(record), out);
            return out.getByteCount();
        }
    }

    private static List<LeadSamples> verified(WfdbRecord record)
            throws IOException, MalformedRecordException {
        List<LeadSamples> leads = new ArrayList<>();
        for (Lead lead : record.leads()) {
            leads.add(lead.verified());
        }
        return leads;
    }

    /** Writes all that comes before the blocks. */
    private HgcWriter begin(
            WfdbRecord record, WfdbHeader header, List<LeadSamples> leads, OutputStream out)
            throws IOException, MalformedRecordException {
        List<Attachment> attachments = new ArrayList<>();
        for (AnnotationFile file : record.annotationFiles().files()) {
            attachments.add(new Attachment(file.annotator(), file.read(files)));
        }
        HgcWriter writer = begin(record, header, leads, attachments, out);
        for (Attachment attachment : attachments) {
            writer.attach(attachment.content());
        }
        return writer;
    }

    private HgcWriter begin(
            WfdbRecord record,
            WfdbHeader header,
            List<LeadSamples> leads,
            List<Attachment> attachments,
            OutputStream out)
            throws IOException, MalformedRecordException {
        try {
            List<HgcHeader.Signal> signals = new ArrayList<>();
            for (LeadSamples lead : leads) {
                signals.add(new HgcHeader.Signal(lead.length(), grid(lead).count()));
            }
            List<HgcHeader.AttachmentSize> sizes = new ArrayList<>();
            for (Attachment attachment : attachments) {
                int bytes = attachment.content().length;
                sizes.add(new HgcHeader.AttachmentSize(attachment.extension(), bytes));
            }
            return new HgcWriter(out, container(header.text(), signals, sizes));
        } catch (IllegalArgumentException e) {
            // The settings were found to be those of a container before.
            throw malformed(record, "No container holds the record: " + e.getMessage());
        }
    }

    private HgcHeader container(
            String wfdb,
            List<HgcHeader.Signal> signals,
            List<HgcHeader.AttachmentSize> attachments) {
        return new HgcHeader(
                wfdb,
                signals,
                settings.model(),
                settings.weightsSha256(),
                network.window(),
                settings.overlap(),
                settings.step(),
                settings.promise(),
                attachments);
    }

    /** A header may state gaps of any length, which would take hours to write. */
    private static void requireStored(WfdbRecord record, List<LeadSamples> leads)
            throws MalformedRecordException {
        long stated = leads.stream().mapToLong(LeadSamples::length).sum();
        long stored = leads.stream().mapToLong(LeadSamples::stored).sum();
        if (stated > ANY_LENGTH && stated / MAX_STATED > stored) {
            throw malformed(
                    record,
                    "The headers state %d samples, and the signal files hold %d"
                            .formatted(stated, stored));
        }
    }

    private static void requireHeld(WfdbRecord record, BlockOrder order)
            throws MalformedRecordException {
        if (order.heldSamples() > BlockOrder.MAX_HELD_SAMPLES) {
            throw malformed(
                    record,
                    "No container holds the record: to join its signals to frames takes %d samples"
                                    .formatted(order.heldSamples())
                            + " at a time, and %d may be".formatted(BlockOrder.MAX_HELD_SAMPLES));
        }
    }

    private static MalformedRecordException malformed(WfdbRecord record, String reason) {
        return new MalformedRecordException(record.path().toString(), null, reason);
    }

    private List<SignalSize> writeBlocks(
            WfdbHeader header, List<LeadSamples> leads, BlockOrder order, HgcWriter writer)
            throws IOException {
        SignalSize[] sizes = new SignalSize[leads.size()];
        Arrays.fill(sizes, SignalSize.NONE);
        List<LeadReader> readers = new ArrayList<>();
        try {
            List<SignalCompressor> signals = new ArrayList<>();
            for (int i = 0; i < leads.size(); i++) {
                LeadReader reader = leads.get(i).reader();
                readers.add(reader);
                signals.add(compressor(leads.get(i), header.signals().get(i), reader));
            }
            OptionalInt signal = order.signal();
            while (signal.isPresent()) {
                int i = signal.getAsInt();
                List<StoredWindow> block = signals.get(i).block();
                byte[] payload = signals.get(i).payload(block);
                writer.write(new Block(i, order.window(i), block.size(), payload));
                sizes[i] = sizes[i].plus(Block.LEAST_BYTES + payload.length, block);
                order.pass(i);
                signal = order.signal();
            }
            return List.of(sizes);
        } finally {
            for (LeadReader reader : readers) {
                reader.close();
            }
        }
    }

    private BlockOrder order(WfdbHeader header, List<LeadSamples> leads) {
        return new BlockOrder(
                leads.stream().map(this::grid).toArray(WindowGrid[]::new),
                header.signals().stream().mapToInt(SignalSpec::samplesPerFrame).toArray());
    }

    private SignalCompressor compressor(LeadSamples lead, SignalSpec signal, LeadReader reader) {
        QualityBound bound =
                QualityBound.of(settings.promise(), signal.calibration().inMillivolts());
        SegmentStorage storage = new SegmentStorage(bound, SampleRange.of(signal.format()));
        return new SignalCompressor(network, tables, crossFade, grid(lead), storage, reader::read);
    }

    private WindowGrid grid(LeadSamples lead) {
        return new WindowGrid(lead.length(), network.window(), settings.overlap());
    }
}
