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
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.fs.FileSystem;

/**
 * Compresses WFDB records, each with all its signals and annotations, into {@code .hgc} containers.
 * Memory does not grow with a record's length. Not for several threads at once.
 */
final class RecordCompressor {
    private final FileSystem files;
    private final CodecNetwork network;
    private final CodecSettings settings;
    private final CodeTables tables;
    private final CrossFade crossFade;

    /**
     * @param files where the records are
     * @param network not closed here
     */
    RecordCompressor(FileSystem files, CodecNetwork network, CodecSettings settings) {
        this.files = files;
        this.network = network;
        this.settings = settings;
        this.tables = new CodeTables(network.distribution(), settings.step());
        this.crossFade = new CrossFade(network.window(), settings.overlap());
    }

    /**
     * Compresses a record.
     *
     * @param out closed
     * @throws MalformedRecordException where the record breaks its format
     */
    void compress(WfdbRecord record, OutputStream out)
            throws IOException, MalformedRecordException {
        try (out) {
            WfdbHeader header = record.singleSegmentHeader();
            List<LeadSamples> leads = new ArrayList<>();
            for (Lead lead : record.leads()) {
                leads.add(lead.verified());
            }
            List<byte[]> attached = new ArrayList<>();
            List<HgcHeader.AttachmentSize> attachments = new ArrayList<>();
            for (AnnotationFile file : record.annotationFiles().files()) {
                byte[] content = file.read(files);
                attached.add(content);
                attachments.add(new HgcHeader.AttachmentSize(file.annotator(), content.length));
            }
            HgcWriter writer = new HgcWriter(out, container(header, leads, attachments));
            for (byte[] content : attached) {
                writer.attach(content);
            }
            writeBlocks(header, leads, writer);
            writer.finish();
        }
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

    private void writeBlocks(WfdbHeader header, List<LeadSamples> leads, HgcWriter writer)
            throws IOException {
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
                order.pass(i);
                signal = order.signal();
            }
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
        QualityBound bound = QualityBound.of(settings.promise(), signal.calibration());
        SegmentStorage storage = new SegmentStorage(bound, SampleRange.of(signal.format()));
        return new SignalCompressor(network, tables, crossFade, grid(lead), storage, reader::read);
    }

    private WindowGrid grid(LeadSamples lead) {
        return new WindowGrid(lead.length(), network.window(), settings.overlap());
    }
}
