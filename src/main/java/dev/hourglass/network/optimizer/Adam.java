package dev.hourglass.network.optimizer;

/**
 * Adam (Kingma and Ba 2015), with the decoupled weight decay of AdamW (Loshchilov and Hutter 2019)
 * where {@code weightDecay} is not zero: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − α m
 * / (√v + ε) − η λ θ, where α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay)
        implements UpdateRule {
    /** With the constants of Adam's paper. */
    public Adam(double weightDecay) {
        this(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public void update(
            float[] parameters,
            float[] gradient,
            float[][] states,
            int count,
            double rate,
            long step) {
        float alpha =
                (float) (rate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step)));
        float decay = (float) (rate * weightDecay);
        float keep1 = (float) beta1;
        float keep2 = (float) beta2;
        float new1 = (float) (1 - beta1);
        float new2 = (float) (1 - beta2);
        float small = (float) epsilon;
        float[] mean = states[0];
        float[] square = states[1];
        for (int i = 0; i < count; i++) {
            float g = gradient[i];
            float m = keep1 * mean[i] + new1 * g;
            float v = keep2 * square[i] + new2 * g * g;
            mean[i] = m;
            square[i] = v;
            float p = parameters[i];
            parameters[i] = p - alpha * m / ((float) Math.sqrt(v) + small) - decay * p;
        }
    }
}
