package dev.hourglass.network.optimizer;

import java.io.Serializable;

/** How a parameter follows from its gradient. */
public sealed interface UpdateRule extends Serializable permits Sgd, Nesterov, Adam {
    /** Vectors of state, each as long as the parameters. */
    int states();

    /**
     * Updates a stretch of the parameters in place, with its state.
     *
     * @param parameters of which the first {@code count} are there
     * @param gradient of the loss
     * @param states one array for each of {@link #states()}
     * @param rate the learning rate
     * @param step from 1
     */
    void update(
            float[] parameters,
            float[] gradient,
            float[][] states,
            int count,
            double rate,
            long step);
}
