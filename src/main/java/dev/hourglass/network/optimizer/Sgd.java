package dev.hourglass.network.optimizer;

/** Plain gradient descent: θ ← θ − η g. */
public record Sgd() implements UpdateRule {
    @Override
    public int states() {
        return 0;
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
        for (int i = 0; i < count; i++) {
            parameters[i] -= eta * gradient[i];
        }
    }
}
