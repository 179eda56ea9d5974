package dev.hourglass.bench;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.CodecSettings;
import dev.hourglass.compression.RecordCompressor;
import dev.hourglass.compression.RecordDecompressor;
import dev.hourglass.compression.SignalSize;
import dev.hourglass.compression.WindowGrid;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.config.Configuration;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How many seconds of ECG one core compresses in a second, and how many it brings back: a record of
 * two drawn leads, from its files to the bytes of a container and from these to files. Time is what
 * all threads of the process take of the processors, the collector's too.
 */
public final class CodecBenchmark {
    private static final int ROUNDS = 5;

    /** The clock of the processors' time may tick a hundred times a second. */
    private static final double ROUND_SECONDS = 1;

    /** The network and the windows of {@code conf/ecg-codec.conf}. */
    private static final List<String> NETWORK =
            List.of(
                    "network.architecture=lapped",
                    "network.bottleneck=1260",
                    "network.output=identity",
                    "network.rate-weight=0.03");

    private static final int WINDOW = 2000;
    private static final int OVERLAP = 16;

    /**
     * The quantiser's step. Initial weights are those of a lapped transform, and their tables those
     * of numbers that are all alike: with this step they come to as many bits as learnt ones.
     */
    private static final double STEP = 5;

    /** Bounds, percent: none, one that most windows keep by the network, and one that none does. */
    private static final Double[] MAX_PRDN = {null, 40.0, 9.0};

    private static final String SHA256 = "0".repeat(64);

    private final FileSystem files;
    private final Path folder;
    private final Autoencoder autoencoder;
    private final CodecNetwork network;
    private final WfdbRecord record;

    /** What the network takes for all windows. CPU seconds. */
    private final double encoding;

    private final double decoding;

    private CodecBenchmark(FileSystem files, Path folder)
            throws IOException, MalformedRecordException, MalformedContainerException {
        this.files = files;
        this.folder = folder;
        NetworkSettings settings =
                Configuration.load(Optional.empty(), NETWORK)
                        .section("network", NetworkSettings.class);
        this.autoencoder =
                Autoencoder.initial(
                        new NetworkSpec(settings, List.of(WINDOW, 1), Normalisation.NONE), 1);
        this.network = new CodecNetwork(autoencoder, 0);
        this.record = DrawnRecord.write(files, new Path(folder, "from"));
        this.encoding = cpuSeconds(this::encodeAll);
        this.decoding = cpuSeconds(this::decodeAll);
    }

    /**
     * Measures without a bound and with some.
     *
     * @param settings of the engine
     * @param files of the folder
     * @param folder for the record and what comes back, deleted before and after
     * @param line takes the figures of a case
     * @param progress takes a line for people
     */
    public static void run(
            EngineSettings settings,
            FileSystem files,
            Path folder,
            Consumer<Map<String, Object>> line,
            Consumer<String> progress) {
        settings.asSparkSettings().forEach(System::setProperty);
        try {
            files.delete(folder, true);
            CodecBenchmark benchmark = new CodecBenchmark(files, folder);
            try (CodecNetwork closed = benchmark.network) {
                for (Double maximumPrdn : MAX_PRDN) {
                    progress.accept("bench: codec, max-prdn " + maximumPrdn);
                    line.accept(benchmark.measure(maximumPrdn));
                }
            } finally {
                files.delete(folder, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedRecordException | MalformedContainerException e) {
            throw new IllegalStateException("what was written is not read", e);
        }
    }

    /** Work that is measured. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, MalformedRecordException, MalformedContainerException;
    }

    private Map<String, Object> measure(Double maximumPrdn)
            throws IOException, MalformedRecordException, MalformedContainerException {
        HgcHeader.Promise promise = new HgcHeader.Promise(null, maximumPrdn);
        CodecSettings settings = new CodecSettings("bench/1", SHA256, OVERLAP, STEP, promise);
        ByteArrayOutputStream container = new ByteArrayOutputStream();
        List<SignalSize> sizes = compress(settings, container);
        byte[] compressed = container.toByteArray();
        double compress = cpuSeconds(() -> compress(settings, new ByteArrayOutputStream()));
        double decompress = cpuSeconds(() -> decompress(compressed));
        double seconds = DrawnRecord.LEADS * DrawnRecord.SECONDS;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("max_prdn", maximumPrdn);
        figures.put("bits", round(8 * compressed.length / (seconds * DrawnRecord.FREQUENCY), 1000));
        figures.put("transformed", sum(sizes, SignalSize::transformed));
        figures.put("corrected", sum(sizes, SignalSize::corrected));
        figures.put("replaced", sum(sizes, SignalSize::replaced));
        figures.put("predicted", sum(sizes, SignalSize::predicted));
        figures.put("compress_times_real", Math.round(seconds / compress));
        figures.put("decompress_times_real", Math.round(seconds / decompress));
        figures.put("network_of_compress", round((encoding + decoding) / compress, 100));
        if (sum(sizes, SignalSize::coded) > 0) {
            figures.put("network_of_decompress", round(decoding / decompress, 100));
        }
        return figures;
    }

    private static long sum(List<SignalSize> sizes, ToLongFunction<SignalSize> count) {
        return sizes.stream().mapToLong(count).sum();
    }

    private List<SignalSize> compress(CodecSettings settings, ByteArrayOutputStream out)
            throws IOException, MalformedRecordException {
        return new RecordCompressor(files, network, settings).compress(record, out);
    }

    private void decompress(byte[] container)
            throws IOException, MalformedRecordException, MalformedContainerException {
        Path target = new Path(folder, "to");
        new RecordDecompressor(files, network, SHA256)
                .decompress(
                        new ByteArrayInputStream(container),
                        container.length,
                        "bench",
                        target,
                        damage -> {
                            throw new IllegalStateException(damage.reason());
                        });
        files.delete(target, true);
    }

    private void encodeAll() {
        float[] windows = new float[CodecNetwork.ROWS * WINDOW];
        for (int i = 0; i < batches(); i++) {
            autoencoder.encode(windows, CodecNetwork.ROWS);
        }
    }

    private void decodeAll() {
        float[] codes = new float[CodecNetwork.ROWS * network.codeWidth()];
        for (int i = 0; i < batches(); i++) {
            autoencoder.decode(codes, CodecNetwork.ROWS);
        }
    }

    /** What the network computes at once, of all leads. */
    private int batches() {
        long samples = (long) DrawnRecord.SECONDS * DrawnRecord.FREQUENCY;
        double windows = new WindowGrid(samples, WINDOW, OVERLAP).count();
        return DrawnRecord.LEADS * (int) Math.ceil(windows / CodecNetwork.ROWS);
    }

    /** What one run of the work takes of the processors: the median of rounds. */
    private static double cpuSeconds(Work work)
            throws IOException, MalformedRecordException, MalformedContainerException {
        // Java compiles in the first.
        oneRound(work);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = oneRound(work);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static double oneRound(Work work)
            throws IOException, MalformedRecordException, MalformedContainerException {
        Duration before = ofTheProcess();
        int count = 0;
        double seconds;
        do {
            work.run();
            count++;
            seconds = ofTheProcess().minus(before).toNanos() / 1e9;
        } while (seconds < ROUND_SECONDS);
        return seconds / count;
    }

    private static Duration ofTheProcess() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the system tells no CPU time"));
    }

    private static double round(double value, int parts) {
        return Math.rint(value * parts) / parts;
    }
}
