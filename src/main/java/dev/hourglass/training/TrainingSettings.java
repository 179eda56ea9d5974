package dev.hourglass.training;

import dev.hourglass.config.Require;
import java.io.Serializable;

/**
 * The {@code training} section.
 *
 * @param epochs passes over the train split
 * @param batch examples of a worker's minibatch
 * @param localSteps minibatches a worker trains between two averagings
 * @param learningRate Adam's step size
 */
public record TrainingSettings(int epochs, int batch, int localSteps, double learningRate)
        implements Serializable {
    public TrainingSettings {
        Require.range("training.epochs", epochs, 1, 100_000);
        Require.range("training.batch", batch, 1, 65_536);
        Require.range("training.local-steps", localSteps, 1, 10_000);
        Require.range(
                learningRate > 0 && learningRate <= 10,
                "training.learning-rate",
                learningRate,
                "a number above 0, to 10");
    }
}
