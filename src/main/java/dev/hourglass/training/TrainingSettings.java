package dev.hourglass.training;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
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
        check(epochs >= 1 && epochs <= 100_000, "epochs", epochs, "1 to 100000");
        check(batch >= 1 && batch <= 65_536, "batch", batch, "1 to 65536");
        check(localSteps >= 1 && localSteps <= 10_000, "local-steps", localSteps, "1 to 10000");
        check(
                learningRate > 0 && learningRate <= 10,
                "learning-rate",
                learningRate,
                "a number above 0, to 10");
    }

    private static void check(boolean holds, String key, Number value, String range) {
        if (!holds) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A configuration value is out of range",
                    "training." + key + " = " + value,
                    "give " + range);
        }
    }
}
