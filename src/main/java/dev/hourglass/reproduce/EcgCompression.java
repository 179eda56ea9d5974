package dev.hourglass.reproduce;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.RateDistortion;
import dev.hourglass.compression.RatePoint;
import dev.hourglass.compression.batch.CompressionMetrics;
import dev.hourglass.compression.batch.CompressionSettings;
import dev.hourglass.compression.batch.WindowSample;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.NativeLibraries;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.source.WfdbFolder;
import dev.hourglass.source.WfdbSettings;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import dev.hourglass.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * The codec of {@code conf/ecg-codec.conf} on that configuration's records: in the protocol that is
 * nearest to that of Yildirim, Tan and Acharya (2018), random fragments of all records, and with
 * whole records held out; and whether every record comes back as it was promised.
 */
public final class EcgCompression {
    /** As many of a record as the paper has: 4,800 of 48. */
    private static final int FRAGMENTS = 100;

    /**
     * A thirty-second of the bits, and half a percent less, since steps are sought on a part of the
     * windows. (The paper's ratio is of samples over numbers.)
     */
    private static final double RATIO = 32.16;

    /** "Good" by Zigel, Cohen and Katz (2000), and no more in any window. Percent. */
    private static final double PROMISED_PRDN = 9;

    /** What doubles round by, as a share of a promise. */
    private static final double ROUNDING = 1e-9;

    private static final String CODEC = "conf/ecg-codec.conf";
    private static final String FRAGMENTS_FOLDER = "fragments";
    private static final String RATIO_KEY = "compression.target-ratio=" + RATIO;

    private final LocalJobs jobs;
    private final SparkSession spark;
    private final WfdbSettings records;
    private final int overlap;
    private final FileSystem files;

    private EcgCompression(LocalJobs jobs, SparkSession spark) throws IOException {
        this.jobs = jobs;
        this.spark = spark;
        Configuration configuration =
                Configuration.load(Optional.of(Checkout.root().resolve(CODEC)), List.of());
        this.records = configuration.section("wfdb", WfdbSettings.class);
        this.overlap = configuration.section("compression", CompressionSettings.class).overlap();
        this.files =
                FileSystem.getLocal(new org.apache.hadoop.conf.Configuration()).getRawFileSystem();
    }

    /**
     * Trains for each protocol, compresses what it was not trained with, and brings it back.
     *
     * @param progress takes lines for people
     * @return {@code fragments}, {@code paper_network}, {@code patients} and {@code round_trip}; as
     *     claimed where all records come back as they were promised
     */
    public static Reproduced run(Consumer<String> progress) {
        Path folder = Checkout.root().resolve("target/reproduce/ecg-compression");
        NativeLibraries.load(EngineSettings.current());
        try (SparkSession spark = LocalJobs.spark()) {
            FileUtils.deleteDirectory(folder.toFile());
            return new EcgCompression(new LocalJobs(folder, progress), spark).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reproduced run() throws IOException, MalformedRecordException {
        long start = System.nanoTime();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("fragments", fragments());
        figures.put("paper_network", paperNetwork());
        figures.put("patients", patients());
        RoundTrip roundTrip = roundTrip();
        figures.put("round_trip", roundTrip);
        figures.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
        return new Reproduced(figures, roundTrip.isWhole());
    }

    /** What a job's last line says of a compression. */
    private record Compressed(String metrics, double ratio, double bitsPerSample) {}

    private record Decompressed(String decompressed) {}

    private record Embedded(String embeddings) {}

    private Map<String, Object> fragments() throws IOException, MalformedRecordException {
        jobs.progress().accept("fragments: %d of each record".formatted(FRAGMENTS));
        EcgFragments fragments = new EcgFragments(files, records.window());
        Random random = new Random(1);
        Path drawn = jobs.folder().resolve(FRAGMENTS_FOLDER);
        WfdbFolder all = folder(records.path());
        Map<String, Double> leasts = new HashMap<>();
        for (String header : all.records(spark)) {
            WfdbRecord record = all.record(header);
            leasts.put(
                    EcgFragments.name(record),
                    fragments.draw(record, FRAGMENTS, random, hadoop(drawn)));
        }
        List<String> model = train(ofFragments(model(CODEC, "fragments")));
        Path test = Files.createDirectories(jobs.folder().resolve("fragments-test"));
        List<org.apache.hadoop.fs.Path> chosen = new ArrayList<>();
        for (String fragment : testRecords("fragments")) {
            chosen.add(hadoop(drawn.resolve(fragment + ".hea")));
        }
        Iterator<org.apache.hadoop.fs.Path> joined =
                fragments.join(chosen, hadoop(test)).iterator();
        return coded(
                "fragments",
                LocalJobs.with(model, "compression.overlap=0"),
                test,
                chosen.size(),
                window ->
                        leasts.get(StringUtils.substringBeforeLast(joined.next().getName(), "-")));
    }

    /** The paper's network, as far as it is known, on the same fragments. */
    private Map<String, Object> paperNetwork() {
        jobs.progress().accept("paper network: the same fragments");
        List<String> model =
                train(
                        LocalJobs.with(
                                ofFragments(model("conf/ecg-yildirim.conf", "paper")),
                                "wfdb.lead=null",
                                "wfdb.stride=" + records.window()));
        String embeddings = jobs.finish("embed", model).summary(Embedded.class).embeddings;
        return PaperCompression.measure(spark, dataset("paper"), embeddings);
    }

    /** The dataset of a model that learns fragments: the same ones, whatever the model. */
    private List<String> ofFragments(List<String> model) {
        return LocalJobs.with(
                model,
                "wfdb.path=" + jobs.folder().resolve(FRAGMENTS_FOLDER),
                "ingest.validation=0.1",
                "ingest.test=0.1");
    }

    private Map<String, Object> patients() throws IOException, MalformedRecordException {
        jobs.progress().accept("patients: whole records held out");
        List<String> model = train(model(CODEC, "patients"));
        Path test = Files.createDirectories(jobs.folder().resolve("patients-test"));
        List<String> held = testRecords("patients");
        for (String record : held) {
            copy(record, test);
        }
        return coded("patients", model, test, held.size(), ReturnedRecord.Window::leadLeast);
    }

    /** Every record, and signals that are none of a heart, under a promise. */
    private RoundTrip roundTrip() throws IOException, MalformedRecordException {
        Path hard = jobs.folder().resolve("hard-signals");
        HardSignals.write(files, hadoop(hard), "hard");
        RoundTrip.Counts counts = new RoundTrip.Counts();
        for (String originals : List.of(records.path(), hard.toString())) {
            jobs.progress().accept("round trip: all records of " + originals);
            List<String> codec =
                    LocalJobs.with(
                            model(CODEC, "patients"),
                            "compression.path=" + originals,
                            "compression.max-prdn=" + PROMISED_PRDN);
            jobs.finish("compress", codec);
            for (ReturnedRecord record : returned(codec, originals)) {
                counts.add(record, records.window() - overlap, PROMISED_PRDN * (1 + ROUNDING));
            }
        }
        return counts.roundTrip(PROMISED_PRDN);
    }

    /**
     * Compresses records at {@link #RATIO}.
     *
     * @param name of the dataset and the model
     * @param codec configuration of both and of the codec
     * @param test the records' folder
     * @param number of what was held out
     * @param leadLeast the least sample of the lead that a window is from, in ADC units
     */
    private Map<String, Object> coded(
            String name,
            List<String> codec,
            Path test,
            int number,
            ToDoubleFunction<ReturnedRecord.Window> leadLeast)
            throws IOException, MalformedRecordException {
        List<String> all = LocalJobs.with(codec, "compression.path=" + test, RATIO_KEY);
        Compressed compressed = jobs.finish("compress", all).summary(Compressed.class);
        WindowFigures windows = new WindowFigures(leadLeast);
        for (ReturnedRecord record : returned(all, test.toString())) {
            record.compare(records.window(), windows);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("held_out", number);
        figures.put("ratio", compressed.ratio);
        figures.put("bits_per_sample", compressed.bitsPerSample);
        figures.putAll(windows.figures());
        CompressionMetrics metrics =
                Json.read(
                        Files.readString(Path.of(URI.create(compressed.metrics))),
                        CompressionMetrics.class,
                        compressed.metrics);
        figures.put("leads", metrics.statistics());
        figures.put("curves", curves(name));
        return figures;
    }

    /** The network beside linear transforms, at equal bits. */
    private List<RatePoint> curves(String name) {
        jobs.progress().accept(name + ": linear transforms at equal bits");
        WindowSample windows = WindowSample.of(spark, dataset(name));
        ModelStore models = new ModelStore(jobs.open(spark));
        ModelManifest model = models.requireNewest(name);
        NativeThreads.limit();
        try (CodecNetwork network =
                new CodecNetwork(models.load(model), model.tensor().frequency())) {
            return RateDistortion.measure(network, windows.training(), windows.test(), () -> {})
                    .points();
        }
    }

    private List<ReturnedRecord> returned(List<String> codec, String originals)
            throws IOException, MalformedRecordException {
        String decompressed =
                jobs.finish("decompress", codec).summary(Decompressed.class).decompressed;
        WfdbFolder folder = folder(originals);
        List<ReturnedRecord> returned = new ArrayList<>();
        for (String header : folder.records(spark)) {
            org.apache.hadoop.fs.Path other =
                    new org.apache.hadoop.fs.Path(decompressed, folder.recordName(header) + ".hea");
            returned.add(
                    new ReturnedRecord(
                            files, folder.record(header), WfdbRecord.open(files, other)));
        }
        return returned;
    }

    /** Ingests and trains. */
    private List<String> train(List<String> model) {
        jobs.finish("ingest", model);
        jobs.finish("train", model);
        return model;
    }

    private List<String> model(String conf, String name) {
        return List.of(
                "--conf=" + Checkout.root().resolve(conf), "store=" + jobs.store(), "name=" + name);
    }

    private TensorDataset dataset(String name) {
        TensorDataset dataset = jobs.dataset(spark, name);
        if (dataset.manifest().count(Split.TEST) == 0) {
            throw new IllegalStateException("None of the records is held out: they are too few");
        }
        return dataset;
    }

    /** The records whose windows are a dataset's test split. */
    private List<String> testRecords(String name) {
        return dataset(name)
                .rows(spark, Split.TEST)
                .select("record")
                .distinct()
                .orderBy("record")
                .as(Encoders.STRING())
                .collectAsList();
    }

    private WfdbFolder folder(String path) {
        return new WfdbFolder(spark, "wfdb.path", path);
    }

    /** Copies all files of one of the records. */
    private void copy(String record, Path target) throws IOException {
        org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(records.path(), record);
        String prefix = from.getName() + ".";
        for (FileStatus file :
                files.listStatus(from.getParent(), other -> other.getName().startsWith(prefix))) {
            FileUtil.copy(
                    files,
                    file.getPath(),
                    files,
                    hadoop(target.resolve(record).getParent()),
                    false,
                    files.getConf());
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
