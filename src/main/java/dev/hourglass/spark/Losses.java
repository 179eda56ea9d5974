package dev.hourglass.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Counts what an application has lost, and Spark has made good. */
public final class Losses extends SparkListener {
    private int executorsLost;
    private int taskRetries;
    private int executorsExcluded;

    /** An application that ends gives its executors back, which is no loss. */
    private boolean ended;

    private Losses() {}

    /** Counts from now on, until the session is closed. */
    public static Losses of(SparkSession spark) {
        Losses losses = new Losses();
        spark.sparkContext().addSparkListener(losses);
        return losses;
    }

    /**
     * {@code executors_lost}, {@code task_retries} and {@code executors_excluded}. Call it when the
     * session is closed: Spark hands its events on with a delay.
     */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("executors_lost", executorsLost);
        summary.put("task_retries", taskRetries);
        summary.put("executors_excluded", executorsExcluded);
        return summary;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
        if (!ended) {
            executorsLost++;
        }
    }

    /** A task that Spark kills itself is not needed any more, and not tried again. */
    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        if (task.reason() instanceof TaskFailedReason && !(task.reason() instanceof TaskKilled)) {
            taskRetries++;
        }
    }

    @Override
    public void onExecutorExcluded(SparkListenerExecutorExcluded executor) {
        executorsExcluded++;
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd application) {
        ended = true;
    }
}
