package dev.hourglass.job;

import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Shows the Spark tasks of a step as they finish. */
final class TaskProgress extends SparkListener implements AutoCloseable {
    private final SparkSession spark;
    private final Progress progress;
    private long total;

    TaskProgress(SparkSession spark, String task) {
        this.spark = spark;
        this.progress = Progress.counting(task, "Spark tasks");
        spark.sparkContext().addSparkListener(this);
    }

    /** Says beside the tasks what they are for. */
    void note(String text) {
        progress.note(text);
    }

    /** Says beside the tasks how much of a layout, which the driver makes, is done: 0 to 1. */
    void layout(double share) {
        progress.note(String.format(Locale.ROOT, "layout %.0f %%", 100 * share));
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
        total += stage.stageInfo().numTasks();
        progress.total(total);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        if (task.taskInfo().successful()) {
            progress.advance(1);
        }
    }

    @Override
    public void close() {
        spark.sparkContext().removeSparkListener(this);
        progress.close();
    }
}
