package dev.hourglass.training.averaging;

import dev.hourglass.training.TrainingSettings.Averaging;

/**
 * The step of the common parameters towards the workers' mean, with Nesterov's momentum: the
 * difference is taken for a gradient (Douillard et al. 2023, DiLoCo, algorithm 1). What the
 * optimizer remembers is averaged only.
 */
final class OuterStep {
    private final float rate;
    private final float momentum;

    OuterStep(Averaging settings) {
        rate = (float) settings.outerRate();
        momentum = (float) settings.outerMomentum();
    }

    /**
     * Changes {@code mean} to where the step ends, and the velocity with it.
     *
     * @param start of the round
     * @param velocity as long as the parameters, which come first in the vectors
     */
    void apply(float[] start, float[] mean, float[] velocity) {
        for (int i = 0; i < velocity.length; i++) {
            float difference = mean[i] - start[i];
            float v = momentum * velocity[i] + difference;
            velocity[i] = v;
            mean[i] = start[i] + rate * (difference + momentum * v);
        }
    }
}
