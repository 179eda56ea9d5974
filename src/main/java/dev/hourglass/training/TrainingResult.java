package dev.hourglass.training;

import java.util.List;

/**
 * A trained network.
 *
 * @param parameters all weights as one vector, as {@link dev.hourglass.network.Autoencoder#of}
 *     takes them
 * @param epochs what each epoch did
 * @param epoch whose weights they are: the last one's, or the best one's where training stopped
 *     early
 */
public record TrainingResult(float[] parameters, List<EpochMetrics> epochs, int epoch) {
    public TrainingResult {
        epochs = List.copyOf(epochs);
    }

    /** What the epoch of these weights did. */
    public EpochMetrics metrics() {
        return epochs.get(epoch - 1);
    }
}
