package dev.hourglass.training;

import java.util.List;

/**
 * A trained network.
 *
 * @param parameters all weights as one vector, as {@link dev.hourglass.network.Autoencoder#of}
 *     takes them
 * @param epochs what each epoch did
 */
public record TrainingResult(float[] parameters, List<EpochMetrics> epochs) {
    public TrainingResult {
        epochs = List.copyOf(epochs);
    }
}
