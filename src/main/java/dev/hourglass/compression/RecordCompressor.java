package dev.hourglass.compression;

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
    private final FileSystem files;
    private final CodecNetwork network;
    private final CodecSettings settings;
    private final CodeTables tables;

    /**
     * @param files where the records are
     * @param network not closed here
     */
    public RecordCompressor(FileSystem files, CodecNetwork network, CodecSettings settings) {
        this.files = files;
        this.network = network;
        this.settings = settings;
        this.tables = new CodeTables(network.distribution(), settings.step());
    }

    /**
     * Compresses a record.
     *
     * @param out closed
     * @return what each of the signals takes, in their order
     * @throws MalformedRecordException where the record breaks its format, or its header is more
     *     than a container can hold
     */
    public List<SignalSize> compress(WfdbRecord record, OutputStream out)
            throws IOException, MalformedRecordException {
        try (out) {
            WfdbHeader header = record.singleSegmentHeader();
            List<LeadSamples> leads = new ArrayList<>();
            for (Lead lead : record.leads()) {
                leads.add(lead.verified());
            }
            HgcWriter writer = begin(record, header, leads, out);
            List<SignalSize> sizes = writeBlocks(header, leads, writer);
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
        List<LeadSamples> leads = new ArrayList<>();
        for (Lead lead : record.leads()) {
            leads.add(lead.verified());
        }
        try (CountingOutputStream out = new CountingOutputStream(NullOutputStream.INSTANCE)) {
            begin(record, record.singleSegmentHeader(), leads, out);
            return out.getByteCount();
        }
    }

    /** Writes all that comes before the blocks. */
    private HgcWriter begin(
            WfdbRecord record, WfdbHeader header, List<LeadSamples> leads, OutputStream out)
            throws IOException, MalformedRecordException {
        List<byte[]> attached = new ArrayList<>();
        List<HgcHeader.AttachmentSize> attachments = new ArrayList<>();
        for (AnnotationFile file : record.annotationFiles().files()) {
            byte[] content = file.read(files);
            attached.add(content);
            attachments.add(new HgcHeader.AttachmentSize(file.annotator(), content.length));
        }
        HgcWriter writer;
        try {
            writer = new HgcWriter(out, container(header, leads, attachments));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(
                    header.name(), "header", "A container cannot hold this: " + e.getMessage());
        }
        for (byte[] content : attached) {
            writer.attach(content);
        }
        return writer;
    }

    private HgcHeader container(
            WfdbHeader header,
            List<LeadSamples> leads,
            List<HgcHeader.AttachmentSize> attachments) {
        return new HgcHeader(
                header.text(),
                leads.stream()
                        .map(lead -> new HgcHeader.Signal(lead.length(), grid(lead).count()))
                        .toList(),
                settings.model(),
                settings.weightsSha256(),
                network.window(),
                settings.overlap(),
                settings.step(),
                settings.promise(),
                attachments);
    }

    private List<SignalSize> writeBlocks(
            WfdbHeader header, List<LeadSamples> leads, HgcWriter writer) throws IOException {
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
            BlockOrder order = order(header, leads);
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
        return new SignalCompressor(network, tables, grid(lead), storage, reader::read);
    }

    private WindowGrid grid(LeadSamples lead) {
        return new WindowGrid(lead.length(), network.window(), settings.overlap());
    }
}
