package dev.hourglass.network.engine;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The section {@code engine} of the configuration. It is not part of a model, but of the machine
 * that computes: Spark's own settings take it to the executors.
 *
 * @param name what computes
 * @param threads of a task; null for {@code spark.task.cpus}
 * @param precision of the numbers that are multiplied
 */
public record EngineSettings(Name name, Integer threads, Precision precision) {
    private static final String PREFIX = "spark.hourglass.engine.";
    private static final EngineSettings DEFAULT =
            new EngineSettings(Name.ONEDNN, null, Precision.FLOAT32);

    /** What computes. */
    public enum Name {
        /** oneDNN's kernels; ND4J, with a warning, where they do not load. */
        ONEDNN,
        /** Plain ND4J. */
        ND4J
    }

    /** The type of the numbers that are multiplied. Sums and what is stored are always float32. */
    public enum Precision {
        FLOAT32,
        /** bfloat16, for CPUs that multiply it; oneDNN only. */
        BF16
    }

    public EngineSettings {
        requireNonNull(name, "name is null");
        requireNonNull(precision, "precision is null");
        if (threads != null) {
            Require.range("engine.threads", threads, 1, 1024);
        }
    }

    /**
     * Those of the Spark application that this JVM belongs to; the defaults where there is none.
     */
    public static EngineSettings current() {
        SparkEnv environment = SparkEnv.get();
        return environment == null ? DEFAULT.withThreads(1) : of(environment.conf());
    }

    /** As settings of Spark, from which {@link #current()} reads them on the executors. */
    public Map<String, String> asSparkSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(PREFIX + "name", text(name));
        settings.put(PREFIX + "precision", text(precision));
        if (threads != null) {
            settings.put(PREFIX + "threads", threads.toString());
        }
        return settings;
    }

    private static EngineSettings of(SparkConf conf) {
        return new EngineSettings(
                Name.valueOf(upper(conf.get(PREFIX + "name", text(DEFAULT.name)))),
                conf.getInt(PREFIX + "threads", conf.getInt("spark.task.cpus", 1)),
                Precision.valueOf(upper(conf.get(PREFIX + "precision", text(DEFAULT.precision)))));
    }

    private EngineSettings withThreads(int count) {
        return new EngineSettings(name, count, precision);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
