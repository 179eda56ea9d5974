package dev.hourglass.job;

import dev.hourglass.bench.EngineBenchmark;
import dev.hourglass.bench.MeasuredNetwork;
import dev.hourglass.config.Configuration;
import dev.hourglass.config.Require;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.reproduce.Checkout;
import dev.hourglass.reproduce.FinishedJob;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.synthetic.AlteredSource;
import dev.hourglass.source.synthetic.GlyphsSettings;
import dev.hourglass.source.synthetic.GlyphsSource;
import dev.hourglass.spark.SparkSessions;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * How fast drawn digits of 28×28 are embedded with {@code cae}, by the jobs as users start them, in
 * a JVM with 1 GB of heap and as much for ND4J.
 */
final class ExtractionBenchmark {
    private static final Map<String, String> SMALL_JVM =
            Map.of("HOURGLASS_MEMORY", "1g", "HOURGLASS_NATIVE", "1g");

    private static final int SHARDS = 8;
    private static final long SEED = 1;

    /** Of so many rows one changes overnight. */
    private static final int CHANGED = 100;

    /** Memory is compared with that of a tenth of the rows. */
    private static final int FEWER = 10;

    private final int rows;
    private final Path folder = Checkout.root().resolve("target/bench/extraction");

    ExtractionBenchmark(int rows) {
        this.rows = rows;
    }

    /**
     * The section {@code bench}.
     *
     * @param rows that are embedded
     */
    record Settings(int rows) {
        Settings {
            Require.range("bench.rows", rows, 1000, 1_000_000_000);
        }
    }

    /** What is read of the summary of {@code jobs/embed} and {@code jobs/nightly}. */
    private record Summary(long embeddedRows, long rowsPerS, long changed, double seconds) {}

    /** {@code jobs/embed} of a tenth of the rows, and of all. */
    void embed() {
        for (int count : new int[] {rows / FEWER, rows}) {
            String name = "embed-" + count;
            ingest(name, digits(count));
            double engine = EngineBenchmark.encodedPerSecond(MeasuredNetwork.CAE);
            clear(name);
            Measured measured = run("embed", name, "2026-01-01");
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("rows", measured.summary.embeddedRows);
            figures.put("rows_per_s", measured.summary.rowsPerS);
            figures.put("engine_rows_per_s", Math.round(engine));
            figures.put("peak_rss_mb", measured.peakMegabytes);
            JobCommand.print(figures);
        }
    }

    /** {@code jobs/nightly} of all rows, and of the few that are others the night after. */
    void nightly() {
        String name = "nightly-" + rows;
        ingest(name, digits(rows));
        clear(name);
        Measured full = run("nightly", name, "2026-01-01");
        ingest(name, new AlteredSource(digits(rows), CHANGED));
        Measured next = run("nightly", name, "2026-01-02");
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", next.summary.embeddedRows);
        figures.put("changed", next.summary.changed);
        figures.put("full_seconds", full.summary.seconds);
        figures.put("nightly_seconds", next.summary.seconds);
        figures.put(
                "share", Math.round(1000 * next.summary.seconds / full.summary.seconds) / 1000.0);
        JobCommand.print(figures);
    }

    private static SampleSource digits(int count) {
        return new GlyphsSource(new GlyphsSettings(count, 28, 28, 0.05), SEED);
    }

    /** Makes the dataset, and a model that the jobs take for one trained on it. */
    private void ingest(String name, SampleSource source) {
        Configuration configuration = Configuration.load(Optional.empty(), arguments(name, null));
        try (SparkSession spark =
                SparkSessions.start(
                        "hourglass bench extraction", Job.sparkSettings(configuration))) {
            Store store =
                    Store.open(
                            configuration.common().store(),
                            spark.sparkContext().hadoopConfiguration());
            JobContext context =
                    new JobContext(
                            configuration,
                            configuration.common(),
                            spark,
                            store,
                            LocalDate.EPOCH,
                            false,
                            false);
            if (TensorDataset.find(store, name)
                    .filter(there -> there.manifest().source().equals(source.description()))
                    .isEmpty()) {
                Progress.say("bench: drawing digits");
                IngestSettings settings = new IngestSettings(SHARDS, 0, true, 0, 0, 32 << 20);
                new Ingestion(spark, store, settings, SEED).run(name, source, source.description());
            }
            if (new ModelStore(store).newest(name).isEmpty()) {
                publishModel(context);
            }
        }
    }

    private static void publishModel(JobContext context) {
        TensorDataset dataset = context.dataset();
        try (Autoencoder autoencoder = Autoencoder.initial(MeasuredNetwork.CAE.spec(), SEED)) {
            new ModelStore(context.store())
                    .publish(
                            context.common().name(),
                            "bench",
                            autoencoder,
                            (version, parameters, sha256) ->
                                    new ModelManifest(
                                            ModelManifest.FORMAT_VERSION,
                                            context.common().name(),
                                            version,
                                            "bench",
                                            TrainStep.digest(context, dataset),
                                            dataset.manifest().fingerprint(),
                                            dataset.manifest().tensor(),
                                            autoencoder.spec(),
                                            Map.of(),
                                            SEED,
                                            parameters,
                                            sha256,
                                            Map.of(),
                                            Versions.all(context.spark()),
                                            Instant.EPOCH));
        }
    }

    private record Measured(Summary summary, long peakMegabytes) {}

    private Measured run(String job, String name, String date) {
        Progress.say("bench: jobs/" + job + " of " + name);
        try (RunningJob running =
                RunningJob.start(
                        folder.resolve("log"), SMALL_JVM, List.of(), job, arguments(name, date))) {
            long peak = running.peakMegabytes();
            FinishedJob done = running.end().requireDone();
            return new Measured(done.summary(Summary.class), peak);
        }
    }

    private List<String> arguments(String name, String date) {
        List<String> arguments =
                new ArrayList<>(List.of("name=" + name, "store=" + folder.resolve("store")));
        if (date != null) {
            arguments.add("embed.date=" + date);
            arguments.add("nightly.drift.norm=null");
        }
        return arguments;
    }

    private void clear(String name) {
        try {
            FileUtils.deleteDirectory(folder.resolve("store/embeddings/" + name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
