package dev.hourglass.job;

import dev.hourglass.bench.MeasuredNetwork;
import dev.hourglass.config.Configuration;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * Drawn digits of 28×28 and a model of {@code cae} with which jobs are measured as users start
 * them, in a JVM with 1 GB of heap and as much for ND4J.
 *
 * @param name of the dataset
 * @param settings keys for the jobs, in the form {@code key=value}
 */
record DrawnDigits(String name, List<String> settings) {
    private static final Map<String, String> SMALL_JVM =
            Map.of("HOURGLASS_MEMORY", "1g", "HOURGLASS_NATIVE", "1g");

    private static final Path FOLDER = Checkout.root().resolve("target/bench/extraction");
    private static final Path STORE = FOLDER.resolve("store");
    private static final int SHARDS = 8;
    private static final long SEED = 1;

    /**
     * A job that has run.
     *
     * @param peakMegabytes of resident memory
     */
    record Measured(FinishedJob job, long peakMegabytes) {}

    /** So many digits. */
    static SampleSource source(int count) {
        return new GlyphsSource(new GlyphsSettings(count, 28, 28, 0.05), SEED);
    }

    /** Makes the dataset, and a model that the jobs take for one trained on it. */
    void ingest(SampleSource source) {
        Configuration configuration = Configuration.load(Optional.empty(), arguments());
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

    /**
     * Runs {@code jobs/NAME} to its end.
     *
     * @param more keys for this job alone, unless {@code settings} say otherwise
     */
    Measured run(String job, String... more) {
        Progress.say(
                "bench: jobs/%s of %s %s".formatted(job, name, String.join(" ", more)).strip());
        // One day's, however long the jobs take.
        List<String> arguments = new ArrayList<>(List.of("embed.date=2026-01-01"));
        arguments.addAll(List.of(more));
        // The later counts: whoever measures has the last word, but on where the digits are.
        arguments.addAll(settings);
        arguments.addAll(arguments());
        try (RunningJob running =
                RunningJob.start(FOLDER.resolve("log"), SMALL_JVM, List.of(), job, arguments)) {
            long peak = running.peakMegabytes();
            return new Measured(running.end().requireDone(), peak);
        }
    }

    /** Deletes what a job has made of the digits, {@code embeddings} or {@code results}. */
    void clear(String made) {
        try {
            FileUtils.deleteDirectory(STORE.resolve(made).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> arguments() {
        return List.of("name=" + name, "store=" + STORE);
    }
}
