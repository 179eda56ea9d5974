package dev.hourglass.clustering.dcec;

import dev.hourglass.config.Require;
import java.io.Serializable;

/**
 * The section {@code cluster.dcec} of the configuration.
 *
 * @param gamma weight of the clustering loss, beside 1 for the reconstruction
 * @param batch examples of a worker's minibatch
 * @param localSteps minibatches a worker trains between two averagings
 * @param refreshSteps minibatches of all workers together after which targets are made anew
 * @param maxSteps minibatches of all workers together after which training ends
 * @param tolerance share of examples that change their cluster between two refreshes, below which
 *     training ends
 * @param learningRate of Adam
 */
public record DcecSettings(
        double gamma,
        int batch,
        int localSteps,
        int refreshSteps,
        int maxSteps,
        double tolerance,
        double learningRate)
        implements Serializable {
    public DcecSettings {
        Require.range(
                gamma > 0 && gamma <= 1000,
                "cluster.dcec.gamma",
                gamma,
                "a number above 0, to 1000");
        Require.range("cluster.dcec.batch", batch, 1, 65_536);
        Require.range("cluster.dcec.local-steps", localSteps, 1, 10_000);
        Require.range("cluster.dcec.refresh-steps", refreshSteps, 1, 1_000_000_000);
        Require.range("cluster.dcec.max-steps", maxSteps, 1, 1_000_000_000);
        Require.range("cluster.dcec.tolerance", tolerance, 0, 1);
        Require.range(
                learningRate > 0 && learningRate <= 10,
                "cluster.dcec.learning-rate",
                learningRate,
                "a number above 0, to 10");
    }
}
