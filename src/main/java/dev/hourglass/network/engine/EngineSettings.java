package dev.hourglass.network.engine;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import java.io.Serializable;
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
public record EngineSettings(Name name, Integer threads, Precision precision)
        implements Serializable {
    private static final String PREFIX = "spark.hourglass.engine.";

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
     * Those of the Spark application that this JVM belongs to; where there is none, of the JVM's
     * system properties, as Spark reads them. {@code threads} is never null.
     */
    public static EngineSettings current() {
        SparkEnv environment = SparkEnv.get();
        SparkConf conf = environment == null ? new SparkConf() : environment.conf();
        return new EngineSettings(
                Name.valueOf(conf.get(PREFIX + "name", "onednn").toUpperCase(Locale.ROOT)),
                conf.getInt(PREFIX + "threads", conf.getInt("spark.task.cpus", 1)),
                Precision.valueOf(
                        conf.get(PREFIX + "precision", "float32").toUpperCase(Locale.ROOT)));
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

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
