package dev.hourglass.spark;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark as the jobs need it. */
public final class SparkSessions {
    private static final String PLUGINS = "spark.plugins";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private SparkSessions() {}

    /**
     * Starts a session. What spark-submit was told wins over {@code settings}.
     *
     * @param name shown in Spark's own pages
     * @param settings the configuration's {@code spark} section
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION where a setting would make
     *     training wrong, slow or killed
     */
    public static SparkSession start(String name, Map<String, String> settings) {
        SparkConf configuration = new SparkConf();
        String given = configuration.get(PLUGINS, "");
        settings.forEach(configuration::setIfMissing);
        String ours = settings.getOrDefault(PLUGINS, "");
        if (!given.isEmpty() && !ours.isEmpty() && !given.contains(ours)) {
            // A cluster's own plugins, of metrics for one, and ours do not exclude each other.
            configuration.set(PLUGINS, given + "," + ours);
        }
        // spark-submit has set it to the name of the main class, the same for every job.
        configuration.setAppName(name);
        configuration.set("spark.ui.showConsoleProgress", "false");
        configuration.set("spark.sql.session.timeZone", "UTC");
        // A file that is being written goes on with the DataNodes that are left, where HDFS has no
        // others to replace a lost one: a small cluster would end the job else.
        configuration.setIfMissing(
                "spark.hadoop.dfs.client.block.write.replace-datanode-on-failure.best-effort",
                "true");
        if (StartupChecks.isLocal(configuration)) {
            configuration.setIfMissing("spark.driver.host", "localhost");
            configuration.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            configuration.setIfMissing("spark.ui.enabled", "false");
            // A task that runs out of memory would end the one JVM there is, without a word.
            configuration.setIfMissing("spark.executor.killOnFatalError.depth", "0");
            // Spark's 200 are meant for a cluster: here each would cost more than it does.
            configuration.setIfMissing("spark.sql.shuffle.partitions", "8");
            // The same, of Delta's 50 for a table's log.
            configuration.setIfMissing("spark.databricks.delta.snapshotPartitions", "2");
        }
        StartupChecks.check(configuration);
        return SparkSession.builder().config(configuration).getOrCreate();
    }

    /**
     * Lets tasks end that go on though their job has failed, for some seconds at most. Spark would
     * be stopped under them else, and say so with stack traces: what they hold cannot be freed.
     */
    public static void awaitLastTasks(SparkSession spark) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end && isBusy(spark)) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isBusy(SparkSession spark) {
        return !spark.sparkContext().isStopped()
                && Stream.of(spark.sparkContext().statusTracker().getExecutorInfos())
                        .anyMatch(executor -> executor.numRunningTasks() > 0);
    }
}
