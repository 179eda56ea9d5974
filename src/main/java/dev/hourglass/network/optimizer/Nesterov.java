package dev.hourglass.network.optimizer;

/**
 * Gradient descent with Nesterov's momentum in the form of Sutskever et al. (2013) that evaluates
 * the gradient where it looks ahead to: v ← μ v − η g, θ ← θ + μ v − η g.
 */
public record Nesterov(double momentum) implements UpdateRule {
    @Override
    public int states() {
        return 1;
    }

    @Override
    public void update(
            float[] parameters,
            float[] gradient,
            float[][] states,
            int count,
            double rate,
            long step) {
        float eta = (float) rate;
        float keep = (float) momentum;
        float[] velocity = states[0];
        for (int i = 0; i < count; i++) {
            float change = eta * gradient[i];
            float v = keep * velocity[i] - change;
            velocity[i] = v;
            parameters[i] += keep * v - change;
        }
    }
}
