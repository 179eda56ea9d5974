package dev.hourglass.training;

import org.apache.spark.sql.SparkSession;

/** Trains an autoencoder on a dataset's train split across Spark's executors. */
public interface Trainer {
    /**
     * Trains from initial weights drawn from the plan's seed.
     *
     * @param listener told of every averaging round and epoch, on the driver
     * @throws dev.hourglass.error.HourglassException with TRAINING_FAILED where the loss is no
     *     longer a number, or examples were lost
     */
    TrainingResult train(SparkSession spark, TrainingPlan plan, TrainingListener listener);
}
