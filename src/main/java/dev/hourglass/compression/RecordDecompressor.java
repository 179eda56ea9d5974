package dev.hourglass.compression;

import dev.hourglass.compression.container.Attachment;
import dev.hourglass.compression.container.Block;
import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.HgcReader;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.compression.container.Section;
import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.SignalSpec;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Brings records back from {@code .hgc} containers. Where a block is damaged, its windows are
 * missing samples. Not for several threads at once.
 */
public final class RecordDecompressor {
    private final FileSystem files;
    private final CodecNetwork network;
    private final String weightsSha256;

    /**
     * @param files where the records go
     * @param network not closed here
     * @param weightsSha256 of the network's weights
     */
    public RecordDecompressor(FileSystem files, CodecNetwork network, String weightsSha256) {
        this.files = files;
        this.network = network;
        this.weightsSha256 = weightsSha256;
    }

    /**
     * Writes the record of a container.
     *
     * @param in closed
     * @param bytes the container's length
     * @param path names it in messages
     * @param folder where the record's files go
     * @param damages is told of all damage, as it is noticed
     * @throws MalformedContainerException where the header is damaged, is that of another model, or
     *     takes too much to decompress
     * @throws MalformedRecordException where the record cannot be written
     */
    public void decompress(
            InputStream in, long bytes, String path, Path folder, Consumer<Damage> damages)
            throws IOException, MalformedContainerException, MalformedRecordException {
        try (in;
                HgcReader reader = new HgcReader(in, path, damages)) {
            WfdbHeader header = header(reader.header(), bytes, path);
            BlockOrder order = order(reader.header(), header, path);
            try (WfdbWriter writer = WfdbWriter.create(files, folder, header, format(header))) {
                new Blocks(reader.header(), header, order, sink(writer), damages).read(reader);
                writer.finish();
            }
        }
    }

    /**
     * Hands the record of a container on, and writes no file.
     *
     * @param in closed
     * @param bytes the container's length
     * @param path names it in messages
     * @param damages is told of all damage, as it is noticed
     * @throws MalformedContainerException as {@link #decompress}
     * @throws MalformedRecordException where the record's header is malformed, or the sink's
     */
    public void decode(
            InputStream in, long bytes, String path, RecordSink sink, Consumer<Damage> damages)
            throws IOException, MalformedContainerException, MalformedRecordException {
        try (in;
                HgcReader reader = new HgcReader(in, path, damages)) {
            WfdbHeader header = header(reader.header(), bytes, path);
            BlockOrder order = order(reader.header(), header, path);
            new Blocks(reader.header(), header, order, sink, damages).read(reader);
        }
    }

    /** The header of the record, for which everything about the container is in order. */
    private WfdbHeader header(HgcHeader container, long bytes, String path)
            throws MalformedContainerException, MalformedRecordException {
        requireModel(container, path);
        requireFits(container, path);
        WfdbHeader header = WfdbHeader.parse(container.wfdb(), path);
        requireSignals(container, header, path);
        requireLength(container, path, bytes);
        return header;
    }

    private static int format(WfdbHeader header) {
        return header.signals().isEmpty() ? 16 : header.signals().get(0).format();
    }

    private static RecordSink sink(WfdbWriter writer) {
        return new RecordSink() {
            @Override
            public void write(int[][] samples, int frames)
                    throws IOException, MalformedRecordException {
                writer.write(samples, frames);
            }

            @Override
            public void attach(String extension, byte[] content)
                    throws IOException, MalformedRecordException {
                writer.writeAnnotations(extension, content);
            }
        };
    }

    /** The blocks of one container on their way to a record. */
    private final class Blocks {
        private final RecordSink sink;
        private final Consumer<Damage> damages;
        private final FrameQueue frames;
        private final BlockOrder order;
        private final List<SignalDecompressor> signals = new ArrayList<>();

        Blocks(
                HgcHeader container,
                WfdbHeader header,
                BlockOrder order,
                RecordSink sink,
                Consumer<Damage> damages) {
            this.order = order;
            this.sink = sink;
            SampleRange range = SampleRange.of(format(header));
            this.damages = damages;
            this.frames = new FrameQueue(sink, samplesPerFrame(header));
            CodeTables tables = new CodeTables(network.distribution(), container.quantiserStep());
            WindowFits fits = new WindowFits(network.window());
            for (HgcHeader.Signal signal : container.signals()) {
                WindowSize size = size(signal);
                signals.add(
                        new SignalDecompressor(
                                network,
                                tables,
                                fits.of(size),
                                size.grid(signal.samples()),
                                range));
            }
        }

        void read(HgcReader reader) throws IOException, MalformedRecordException {
            for (Optional<Section> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get() instanceof Attachment attachment) {
                    sink.attach(attachment.extension(), attachment.content());
                } else if (next.get() instanceof Block block) {
                    take(block, reader.position());
                }
            }
            for (OptionalInt late = order.signal(); late.isPresent(); late = order.signal()) {
                lose(late.getAsInt());
            }
            for (int i = 0; i < signals.size(); i++) {
                frames.add(i, signals.get(i).finish());
            }
        }

        private void take(Block block, long position) throws IOException, MalformedRecordException {
            int signal = block.signal();
            if (!order.isBlock(signal, block.firstWindow(), block.windows())) {
                // Its windows are lost as another block of its signal comes, or at the end.
                report(block, position, "The block does not have the windows of one");
                return;
            }
            if (order.isPassed(signal, block.firstWindow())) {
                report(block, position, "The block comes after one that should follow it");
                return;
            }
            while (order.window(signal) < block.firstWindow()
                    || order.signal().orElseThrow() != signal) {
                lose(order.signal().orElseThrow());
            }
            try {
                frames.add(signal, signals.get(signal).take(block.windows(), block.payload()));
                order.pass(signal);
            } catch (MalformedCodeException e) {
                report(block, position, e.getMessage());
                lose(signal);
            }
        }

        private void report(Block block, long position, String reason) {
            Damage.Windows lost =
                    new Damage.Windows(block.signal(), block.firstWindow(), block.windows());
            damages.accept(new Damage(position, reason, Optional.of(lost)));
        }

        private void lose(int signal) throws IOException, MalformedRecordException {
            frames.add(signal, signals.get(signal).lose(order.windows(signal)));
            order.pass(signal);
        }
    }

    private static BlockOrder order(HgcHeader container, WfdbHeader header, String path)
            throws MalformedContainerException {
        BlockOrder order = new BlockOrder(grids(container), samplesPerFrame(header));
        requireHeld(order, path);
        return order;
    }

    private static WindowGrid[] grids(HgcHeader container) {
        return container.signals().stream()
                .map(signal -> size(signal).grid(signal.samples()))
                .toArray(WindowGrid[]::new);
    }

    private static WindowSize size(HgcHeader.Signal signal) {
        return new WindowSize(signal.window(), signal.overlap());
    }

    private static int[] samplesPerFrame(WfdbHeader header) {
        return header.signals().stream().mapToInt(SignalSpec::samplesPerFrame).toArray();
    }

    private void requireModel(HgcHeader container, String path) throws MalformedContainerException {
        if (!container.weightsSha256().equals(weightsSha256)) {
            throw new MalformedContainerException(
                    path,
                    "header",
                    "The record was compressed with the model %s, whose weights have the SHA-256 %s; these have %s"
                            .formatted(
                                    container.model(), container.weightsSha256(), weightsSha256));
        }
        if (container.window() != network.window()) {
            throw new MalformedContainerException(
                    path,
                    "header",
                    "The record has windows of %d samples, and its model of %d"
                            .formatted(container.window(), network.window()));
        }
    }

    /** What is resampled, and that its filters do not take all memory. */
    private static void requireFits(HgcHeader container, String path)
            throws MalformedContainerException {
        for (HgcHeader.Signal signal : container.signals()) {
            if (!WindowSize.isResampled(container.window(), signal.window())) {
                throw new MalformedContainerException(
                        path,
                        "header",
                        "A signal has windows of %d samples, and its model of %d"
                                .formatted(signal.window(), container.window()));
            }
        }
        long numbers =
                WindowFits.numbers(
                        container.window(),
                        container.signals().stream().map(RecordDecompressor::size).toList());
        if (numbers > WindowFits.MAX_NUMBERS) {
            throw new MalformedContainerException(
                    path,
                    "header",
                    "To resample its signals takes %d numbers, and %d may be"
                            .formatted(numbers, WindowFits.MAX_NUMBERS));
        }
    }

    /** What a small file promises must not fill a disk with missing samples. */
    private static void requireLength(HgcHeader container, String path, long bytes)
            throws MalformedContainerException {
        long windows = container.signals().stream().mapToLong(HgcHeader.Signal::windows).sum();
        if (windows / SignalCompressor.BLOCK > bytes / Block.LEAST_BYTES) {
            throw new MalformedContainerException(
                    path,
                    "byte " + bytes,
                    "The file ends long before the %d windows that its header promises"
                            .formatted(windows));
        }
    }

    /** What a header states must not take all memory. */
    private static void requireHeld(BlockOrder order, String path)
            throws MalformedContainerException {
        if (order.heldSamples() > BlockOrder.MAX_HELD_SAMPLES) {
            throw new MalformedContainerException(
                    path,
                    "header",
                    "To join its signals to frames takes %d samples at a time, and %d may be"
                            .formatted(order.heldSamples(), BlockOrder.MAX_HELD_SAMPLES));
        }
    }

    /** Both headers speak of the same signals. */
    private static void requireSignals(HgcHeader container, WfdbHeader header, String path)
            throws MalformedContainerException {
        boolean agree = container.signals().size() == header.signals().size();
        long frames = 0;
        for (int i = 0; agree && i < header.signals().size(); i++) {
            long samples = container.signals().get(i).samples();
            int each = header.signals().get(i).samplesPerFrame();
            frames = i == 0 ? samples / each : frames;
            agree = samples == frames * each;
        }
        if (!agree) {
            throw new MalformedContainerException(
                    path, "header", "The record's header and its signals' lengths disagree");
        }
    }
}
