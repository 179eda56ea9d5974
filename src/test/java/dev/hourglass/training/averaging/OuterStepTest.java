package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import dev.hourglass.training.TrainingSettings.Averaging;
import org.junit.jupiter.api.Test;

class OuterStepTest {
    @Test
    void aWholeStepWithoutMomentumIsTheMean() {
        float[] mean = {1, -2, 0.5f, 9};
        new OuterStep(new Averaging(0, null, 1, 0))
                .apply(new float[] {3, 4, 0.25f, 8}, mean, new float[3]);
        assertThat(mean).containsExactly(1, -2, 0.5f, 9);
        assertThat(new Averaging(0, null, 1, 0).hasOuterStep()).isFalse();
    }

    /** v ← 0.9 v + Δ, θ ← θ + 0.7 (Δ + 0.9 v). */
    @Test
    void twoRoundsOfDiLoCoGoAsWorkedOutByHand() {
        OuterStep step = new OuterStep(new Averaging(0, null, 0.7, 0.9));
        float[] velocity = new float[2];

        float[] first = {1, 2, 5};
        step.apply(new float[] {0, 4, 3}, first, velocity);
        assertThat(velocity).containsExactly(1, -2);
        assertThat(first).containsExactly(new float[] {1.33f, 1.34f, 5}, withPrecision(1e-6f));

        float[] second = {2.33f, 0.34f, 7};
        step.apply(first, second, velocity);
        // 0.9 · 1 + 1 and 0.9 · −2 − 1; 1.33 + 0.7 (1 + 1.71) and 1.34 + 0.7 (−1 − 2.52)
        assertThat(velocity).containsExactly(new float[] {1.9f, -2.8f}, withPrecision(1e-6f));
        assertThat(second).containsExactly(new float[] {3.227f, -1.124f, 7}, withPrecision(1e-6f));
    }

    @Test
    void halfAStepWithoutMomentumEndsHalfWay() {
        float[] mean = {4, -2};
        new OuterStep(new Averaging(0, null, 0.5, 0)).apply(new float[] {0, 0}, mean, new float[2]);
        assertThat(mean).containsExactly(2, -1);
    }
}
