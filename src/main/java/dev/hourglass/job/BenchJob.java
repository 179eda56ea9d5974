package dev.hourglass.job;

import dev.hourglass.bench.AveragingBenchmark;
import dev.hourglass.bench.CodecBenchmark;
import dev.hourglass.bench.EngineBenchmark;
import dev.hourglass.bench.SearchBenchmark;
import dev.hourglass.config.Configuration;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.reproduce.FinishedJob;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.reproduce.StandaloneCluster;
import dev.hourglass.search.SearchSettings;
import dev.hourglass.spark.SparkSessions;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobs/bench}. */
@Command(
        name = "bench",
        customSynopsis = "jobs/bench NAME [--embeddings=PATH] [--debug] [key=value...]",
        description =
                "Measures how many samples a second the engine trains and encodes on this machine, what"
                        + " averaging costs on Spark, how fast jobs/embed is beside the engine, how long"
                        + " jobs/nightly takes where one row in a hundred has changed, what each method"
                        + " of jobs/cluster takes, how many queries a second each method of"
                        + " search answers, how many times faster than real time a core"
                        + " compresses ECG and brings it back, or how long drawn ratings take to be"
                        + " ingested, trained on and made into lists. Prints one JSON object a line for"
                        + " each case.",
        footer = "%nExample:%n  jobs/bench engine engine.precision=bf16")
public final class BenchJob extends JobCommand {
    private static final String ROWS = "rows=";

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description =
                    "What is measured: engine, averaging, embed, nightly, cluster, search, codec or recommend.")
    private Subject subject;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Configuration keys.")
    private List<String> overrides = List.of();

    @Option(
            names = "--embeddings",
            paramLabel = "PATH",
            description = "search: Parquet of the embeddings to search. Without it they are drawn.")
    private String embeddings;

    /** What can be measured. */
    enum Subject {
        ENGINE,
        AVERAGING,
        EMBED,
        NIGHTLY,
        CLUSTER,
        SEARCH,
        CODEC,
        RECOMMEND;

        /** As it is given on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    List<String> keys() {
        return List.of(
                "store",
                "bench",
                "embed",
                "embedding",
                "nightly",
                "cluster",
                "search",
                "engine",
                "spark");
    }

    @Override
    public Integer call() {
        prepareLog();
        List<String> keys = new ArrayList<>(List.of("name=bench", "store=target/bench"));
        overrides.stream()
                .map(key -> key.startsWith(ROWS) ? "bench." + key : key)
                .forEach(keys::add);
        Configuration configuration = Configuration.load(Optional.empty(), keys);
        switch (subject) {
            case ENGINE ->
                    EngineBenchmark.run(
                            configuration.section("engine", EngineSettings.class),
                            JobCommand::print,
                            Progress::say);
            case AVERAGING -> averaging(configuration);
            case EMBED -> extraction(configuration).embed();
            case NIGHTLY -> extraction(configuration).nightly();
            case CLUSTER -> new ClusteringBenchmark(settings(configuration), forJobs()).run();
            case SEARCH -> search(configuration);
            case CODEC -> codec(configuration);
            case RECOMMEND ->
                    new RecommendationBenchmark(settings(configuration).rows(), forJobs()).run();
        }
        return 0;
    }

    private ExtractionBenchmark extraction(Configuration configuration) {
        return new ExtractionBenchmark(settings(configuration), forJobs());
    }

    private static BenchSettings settings(Configuration configuration) {
        return configuration.section("bench", BenchSettings.class);
    }

    /** The keys for jobs that are measured in processes of their own. */
    private List<String> forJobs() {
        return overrides.stream().filter(key -> !key.startsWith(ROWS)).toList();
    }

    private void search(Configuration configuration) {
        SearchSettings settings = configuration.section("search", SearchSettings.class);
        try (SparkSession spark =
                SparkSessions.start("hourglass bench search", Job.computing(configuration))) {
            SearchBenchmark benchmark =
                    new SearchBenchmark(spark, settings, JobCommand::print, Progress::say);
            if (embeddings == null) {
                benchmark.run();
            } else {
                benchmark.run(spark.read().parquet(embeddings));
            }
        }
    }

    private static void codec(Configuration configuration) {
        org.apache.hadoop.fs.Path folder =
                new org.apache.hadoop.fs.Path(configuration.common().store(), "codec");
        try {
            CodecBenchmark.run(
                    configuration.section("engine", EngineSettings.class),
                    folder.getFileSystem(new org.apache.hadoop.conf.Configuration()),
                    folder,
                    JobCommand::print,
                    Progress::say);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void averaging(Configuration configuration) {
        try (SparkSession spark =
                SparkSessions.start("hourglass bench averaging", Job.computing(configuration))) {
            Store store =
                    Store.open(
                            configuration.common().store(),
                            spark.sparkContext().hadoopConfiguration());
            AveragingBenchmark benchmark =
                    new AveragingBenchmark(spark, store, JobCommand::print, Progress::say);
            benchmark.run();
            if (!benchmark.isLocal()) {
                return;
            }
        }
        onTwoExecutors();
    }

    /** The same job on a cluster, as whoever has one would start it. */
    private void onTwoExecutors() {
        Path folder = Path.of("target/bench/cluster");
        StandaloneCluster.Shape shape = new StandaloneCluster.Shape(2, 1, "2g", Map.of(), Map.of());
        try (StandaloneCluster cluster = StandaloneCluster.start(folder, shape)) {
            Map<String, String> environment =
                    cluster.clientEnvironment(StandaloneCluster.SMALL_JOBS);
            List<String> arguments = new ArrayList<>(List.of("averaging"));
            arguments.addAll(overrides);
            Progress.say("bench: on two executors");
            try (RunningJob job =
                    RunningJob.start(folder, environment, List.of(), "bench", arguments)) {
                FinishedJob finished = job.end();
                finished.output().forEach(JobCommand::print);
                finished.requireDone();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
