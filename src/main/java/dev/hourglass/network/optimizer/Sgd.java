package dev.hourglass.network.optimizer;

/** Plain gradient descent: θ ← θ − η g. */
public record Sgd(double learningRate) implements UpdateRule {
    @Override
    public int states() {
        return 0;
    }

    @Override
    public void update(
            float[] parameters, float[] gradient, float[][] states, int count, long step) {
        float rate = (float) learningRate;
        for (int i = 0; i < count; i++) {
            parameters[i] -= rate * gradient[i];
        }
    }
}
