package dev.hourglass.job;

import dev.hourglass.config.ConfigReference;
import dev.hourglass.store.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** A subcommand that is configured by keys. */
public abstract class JobCommand implements Callable<Integer> {
    @Option(
            names = "--debug",
            description = "Print stack traces with errors, and Spark's own errors.",
            showDefaultValue = Visibility.NEVER)
    private boolean debug;

    /** The configuration keys and sections the job reads, for its help. */
    abstract List<String> keys();

    public boolean debug() {
        return debug;
    }

    /** Every key the job reads, with default and meaning. */
    public String describeKeys() {
        return ConfigReference.describe(keys());
    }

    /** One JSON object, as a line of standard output. */
    static void print(Map<String, Object> object) {
        print(Json.line(object));
    }

    /** A line of standard output. */
    static void print(String line) {
        System.out.println(line);
    }

    void prepareLog() {
        if (debug) {
            // conf/log4j2.properties silences Spark, whose errors repeat what the job says itself.
            Configurator.setLevel("org.apache.spark", Level.ERROR);
        }
    }
}
