package dev.hourglass.training;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.NetworkSpec;
import org.apache.spark.sql.SparkSession;

/** Trains an autoencoder on a dataset's train split across Spark's executors. */
public interface Trainer {
    /**
     * Trains from initial weights drawn from {@code seed}.
     *
     * @param listener told of every averaging round and epoch, on the driver
     * @throws dev.hourglass.error.HourglassException with TRAINING_FAILED where the loss is no
     *     longer a number, or examples were lost
     */
    TrainingResult train(
            SparkSession spark,
            TensorDataset dataset,
            NetworkSpec spec,
            TrainingSettings settings,
            long seed,
            TrainingListener listener);
}
