package dev.hourglass.job;

import dev.hourglass.config.Common;
import dev.hourglass.config.Configuration;
import dev.hourglass.embedding.EmbeddingDeltaTable;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.network.NativeLibraries;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.spark.Losses;
import dev.hourglass.spark.SparkSessions;
import dev.hourglass.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A subcommand: reads the configuration, starts Spark, does its steps in order, and prints one JSON
 * object as the last line of standard output.
 */
public abstract class Job extends JobCommand {
    /** What lies in {@code _staging} for longer belongs to a job that was killed. */
    private static final Duration LEFTOVERS = Duration.ofDays(7);

    @Spec private CommandSpec command;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "HOCON file with the keys that differ from the defaults.")
    private Path file;

    @Parameters(
            paramLabel = "key=value",
            description = "Configuration keys that win over the file.")
    private List<String> given = List.of();

    /** The steps, in order. */
    abstract List<Step> steps();

    /** Whether a dataset that was made otherwise may be replaced. */
    boolean overwrite() {
        return false;
    }

    /** Whether a training that was killed goes on. */
    boolean resume() {
        return false;
    }

    /** Configuration keys that the job's own options stand for. */
    List<String> overrides() {
        return List.of();
    }

    /** A path may have what HOCON would read otherwise. */
    static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Map<String, Object> timed(Step step, JobContext context) {
        Instant started = RunFolder.now();
        long start = System.nanoTime();
        Step.Outcome outcome = step.run(context);
        if (outcome.done()) {
            double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
            RunFolder run = step.folder(context, context.dataset());
            run.writeTiming(new RunFolder.Timing(step.name(), started, seconds));
            run.writeConfiguration(context.configuration().render());
        }
        return outcome.summary();
    }

    @Override
    public final Integer call() {
        prepareLog();
        long start = System.nanoTime();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<String> overrides = new ArrayList<>(given);
        overrides.addAll(overrides());
        Configuration configuration = Configuration.load(Optional.ofNullable(file), overrides);
        Common common = configuration.common();
        steps().forEach(step -> step.check(configuration));
        Map<String, String> sparkSettings =
                steps().stream().anyMatch(step -> step.computes(configuration))
                        ? computing(configuration)
                        : sparkSettings(configuration);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("job", command.name());
        Losses losses;
        try (SparkSession spark =
                SparkSessions.start(
                        "hourglass " + command.name() + " " + common.name(), sparkSettings)) {
            losses = Losses.of(spark);
            Store store = Store.open(common.store(), spark.sparkContext().hadoopConfiguration());
            store.removeLeftovers(LEFTOVERS);
            JobContext context =
                    new JobContext(
                            configuration, common, spark, store, today, overwrite(), resume());
            try {
                steps().forEach(step -> step.checkInput(context));
                for (Step step : steps()) {
                    summary.putAll(timed(step, context));
                }
            } catch (RuntimeException failure) {
                SparkSessions.awaitLastTasks(spark);
                throw failure;
            }
        }
        summary.putAll(losses.summary());
        summary.put("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
        print(summary);
        return 0;
    }

    /**
     * Loads native libraries, to be called before Spark starts.
     *
     * @return {@link #sparkSettings}, and what makes executors load them
     */
    static Map<String, String> computing(Configuration configuration) {
        NativeLibraries.load(configuration.section("engine", EngineSettings.class));
        Map<String, String> settings = sparkSettings(configuration);
        settings.merge(
                NativeLibraries.SETTING, NativeLibraries.class.getName(), "%s,%s"::formatted);
        return settings;
    }

    /**
     * The section {@code spark}, {@code engine} in a form that reaches the executors, and what
     * Delta needs where it is used.
     */
    static Map<String, String> sparkSettings(Configuration configuration) {
        Map<String, String> settings = new TreeMap<>(configuration.sparkSettings());
        settings.putAll(configuration.section("engine", EngineSettings.class).asSparkSettings());
        if (configuration.section("embedding", EmbeddingSettings.class).format()
                == EmbeddingSettings.Format.DELTA) {
            EmbeddingDeltaTable.SPARK_SETTINGS.forEach(settings::putIfAbsent);
        }
        return settings;
    }
}
