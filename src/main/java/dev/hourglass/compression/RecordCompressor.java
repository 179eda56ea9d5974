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

    /** A signal, and its windows. */
    private record Signal(LeadSamples samples, WindowSize size) {
        WindowGrid grid() {
            return size.grid(samples.length());
        }
    }

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
        WindowSize size = new WindowSize(network.window(), settings.overlap());
        container("", List.of(stated(0, size)), List.of());
        this.tables = new CodeTables(network.distribution(), settings.step());
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
            List<Signal> signals = verified(record);
            requireStored(record, signals);
            BlockOrder order = order(header, signals);
            requireHeld(record, order);
            requireFits(record, signals);
            HgcWriter writer = begin(record, header, signals, out);
            List<SignalSize> sizes = writeBlocks(header, signals, order, writer);
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

    private List<Signal> verified(WfdbRecord record) throws IOException, MalformedRecordException {
        List<Signal> signals = new ArrayList<>();
        for (Lead lead : record.leads()) {
            WindowSize size = WindowSize.of(network, settings.overlap(), lead.frequency());
            signals.add(new Signal(lead.verified(), size));
        }
        return signals;
    }

    /** Writes all that comes before the blocks. */
    private HgcWriter begin(
            WfdbRecord record, WfdbHeader header, List<Signal> signals, OutputStream out)
            throws IOException, MalformedRecordException {
        List<Attachment> attachments = new ArrayList<>();
        for (AnnotationFile file : record.annotationFiles().files()) {
            attachments.add(new Attachment(file.annotator(), file.read(files)));
        }
        HgcWriter writer = begin(record, header, signals, attachments, out);
        for (Attachment attachment : attachments) {
            writer.attach(attachment.content());
        }
        return writer;
    }

    private HgcWriter begin(
            WfdbRecord record,
            WfdbHeader header,
            List<Signal> signals,
            List<Attachment> attachments,
            OutputStream out)
            throws IOException, MalformedRecordException {
        try {
            List<HgcHeader.Signal> stated =
                    signals.stream()
                            .map(signal -> stated(signal.samples().length(), signal.size()))
                            .toList();
            List<HgcHeader.AttachmentSize> sizes = new ArrayList<>();
            for (Attachment attachment : attachments) {
                int bytes = attachment.content().length;
                sizes.add(new HgcHeader.AttachmentSize(attachment.extension(), bytes));
            }
            return new HgcWriter(out, container(header.text(), stated, sizes));
        } catch (IllegalArgumentException e) {
            // The settings were found to be those of a container before.
            throw malformed(record, "No container holds the record: " + e.getMessage());
        }
    }

    private static HgcHeader.Signal stated(long samples, WindowSize size) {
        return new HgcHeader.Signal(
                samples, size.grid(samples).count(), size.window(), size.overlap());
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
                settings.step(),
                settings.promise(),
                attachments);
    }

    /** A header may state gaps of any length, which would take hours to write. */
    private static void requireStored(WfdbRecord record, List<Signal> signals)
            throws MalformedRecordException {
        long stated = signals.stream().mapToLong(signal -> signal.samples().length()).sum();
        long stored = signals.stream().mapToLong(signal -> signal.samples().stored()).sum();
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

    private void requireFits(WfdbRecord record, List<Signal> signals)
            throws MalformedRecordException {
        long numbers =
                WindowFits.numbers(network.window(), signals.stream().map(Signal::size).toList());
        if (numbers > WindowFits.MAX_NUMBERS) {
            throw malformed(
                    record,
                    "No container holds the record: to resample its signals takes %d numbers"
                                    .formatted(numbers)
                            + ", and %d may be".formatted(WindowFits.MAX_NUMBERS));
        }
    }

    private static MalformedRecordException malformed(WfdbRecord record, String reason) {
        return new MalformedRecordException(record.path().toString(), null, reason);
    }

    private List<SignalSize> writeBlocks(
            WfdbHeader header, List<Signal> signals, BlockOrder order, HgcWriter writer)
            throws IOException {
        SignalSize[] sizes = new SignalSize[signals.size()];
        Arrays.fill(sizes, SignalSize.NONE);
        List<LeadReader> readers = new ArrayList<>();
        try {
            WindowFits fits = new WindowFits(network.window());
            List<SignalCompressor> compressors = new ArrayList<>();
            for (int i = 0; i < signals.size(); i++) {
                Signal signal = signals.get(i);
                LeadReader reader = signal.samples().reader();
                readers.add(reader);
                compressors.add(
                        compressor(
                                signal,
                                fits.of(signal.size()),
                                header.signals().get(i),
                                reader::read));
            }
            for (OptionalInt next = order.signal(); next.isPresent(); next = order.signal()) {
                int i = next.getAsInt();
                List<StoredWindow> block = compressors.get(i).block();
                byte[] payload = compressors.get(i).payload(block);
                writer.write(new Block(i, order.window(i), block.size(), payload));
                sizes[i] = sizes[i].plus(Block.LEAST_BYTES + payload.length, block);
                order.pass(i);
            }
            return List.of(sizes);
        } finally {
            for (LeadReader reader : readers) {
                reader.close();
            }
        }
    }

    private static BlockOrder order(WfdbHeader header, List<Signal> signals) {
        return new BlockOrder(
                signals.stream().map(Signal::grid).toArray(WindowGrid[]::new),
                header.signals().stream().mapToInt(SignalSpec::samplesPerFrame).toArray());
    }

    private SignalCompressor compressor(
            Signal signal, WindowFit fit, SignalSpec spec, SampleWindows.Samples samples) {
        QualityBound bound = QualityBound.of(settings.promise(), spec.calibration().inMillivolts());
        SegmentStorage storage = new SegmentStorage(bound, SampleRange.of(spec.format()));
        return new SignalCompressor(network, tables, fit, signal.grid(), storage, samples);
    }
}
