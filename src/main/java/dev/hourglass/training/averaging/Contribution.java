package dev.hourglass.training.averaging;

import dev.hourglass.training.averaging.vector.FloatVector;
import java.io.Serializable;
import org.apache.spark.SparkEnv;

/**
 * What a worker sends to the driver at the end of a round.
 *
 * @param shard that it trained, from 0
 * @param vector its parameters and optimizer state; null where it trained nothing, or where the
 *     vector goes another way
 * @param examples trained
 * @param loss sum over them
 * @param seconds of training
 * @param executor where that was, in the form in which Spark takes it as a task's preferred place
 */
public record Contribution(
        int shard, FloatVector vector, long examples, double loss, double seconds, String executor)
        implements Serializable {
    Contribution withoutVector() {
        return new Contribution(shard, null, examples, loss, seconds, executor);
    }

    /** Where the calling task runs. */
    static String here() {
        SparkEnv environment = SparkEnv.get();
        return "executor_"
                + environment.blockManager().blockManagerId().host()
                + "_"
                + environment.executorId();
    }
}
