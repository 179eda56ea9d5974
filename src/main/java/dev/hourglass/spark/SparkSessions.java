package dev.hourglass.spark;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark as the jobs need it. */
public final class SparkSessions {
    private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

    private SparkSessions() {}

    /**
     * Starts a session. What spark-submit was told wins over {@code settings}.
     *
     * @param name shown in Spark's own pages
     * @param settings the configuration's {@code spark} section
     * @throws HourglassException with CONFIGURATION where a setting would make training wrong or
     *     impossible
     */
    public static SparkSession start(String name, Map<String, String> settings) {
        SparkConf configuration = new SparkConf();
        settings.forEach(configuration::setIfMissing);
        // spark-submit has set it to the name of the main class, the same for every job.
        configuration.setAppName(name);
        configuration.set("spark.ui.showConsoleProgress", "false");
        configuration.set("spark.sql.session.timeZone", "UTC");
        if (configuration.get("spark.master").startsWith("local")) {
            configuration.setIfMissing("spark.driver.host", "localhost");
            configuration.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            configuration.setIfMissing("spark.ui.enabled", "false");
            // A task that runs out of memory would end the one JVM there is, without a word.
            configuration.setIfMissing("spark.executor.killOnFatalError.depth", "0");
            // Spark's 200 are meant for a cluster: here each would cost more than it does.
            configuration.setIfMissing("spark.sql.shuffle.partitions", "8");
        }
        check(configuration);
        return SparkSession.builder().config(configuration).getOrCreate();
    }

    private static void check(SparkConf configuration) {
        if (configuration.getBoolean("spark.speculation", false)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Speculative execution would train minibatches twice",
                    "spark.speculation = true",
                    "set spark.speculation=false");
        }
        if (configuration.getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Executors that come and go would lose the cached shards between averaging rounds",
                    "spark.dynamicAllocation.enabled = true",
                    "set spark.dynamicAllocation.enabled=false and choose the number of executors");
        }
        String serializer = configuration.get("spark.serializer", JAVA_SERIALIZER);
        if (!serializer.equals(JAVA_SERIALIZER)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Only Java's serializer can carry Java's records and ND4J's arrays",
                    "spark.serializer = " + serializer,
                    "leave spark.serializer out, or set it to " + JAVA_SERIALIZER);
        }
    }
}
