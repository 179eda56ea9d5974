package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.layer.RoundedCode;
import dev.hourglass.network.layer.ScaleClass;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.network.optimizer.UpdateRule;
import dev.hourglass.safetensors.Weights;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingReplicaTest {
    private static final int SAMPLES = 48;
    private static final int ROWS = 6;
    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    /** Whatever the optimizer's rate, clipping and decay of weights. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void countsOfMagnitudesAreARunningMean(double weightDecay) {
        NetworkSpec spec = Specs.lapped(SAMPLES, HiddenActivation.RELU, 0.1);
        UpdateRule rule = new Adam(weightDecay);
        double clipNorm = weightDecay > 0 ? 1e-3 : NO_LIMIT;
        double expected = 0;
        try (TrainingReplica replica = new TrainingReplica(spec, 1, rule, clipNorm)) {
            for (int step = 1; step <= 3; step++) {
                replica.train(values(step), ROWS, 0.01, step);
                expected =
                        RoundedCode.DECAY * expected + (1 - RoundedCode.DECAY) * spec.bottleneck();
                assertThat(counted(spec, replica)).isCloseTo(expected, within(1e-3));
            }
        }
    }

    private static double counted(NetworkSpec spec, TrainingReplica replica) {
        float[] vector = new float[replica.length()];
        replica.store(vector);
        try (Autoencoder autoencoder =
                Autoencoder.of(spec, Arrays.copyOf(vector, replica.parameters()))) {
            Weights counts =
                    autoencoder.weights().get(Networks.ROUNDED_CODE + "." + RoundedCode.COUNTS);
            assertThat(counts.values()).hasSize(ScaleClass.COUNT * ScaleClass.BINS);
            double sum = 0;
            for (float count : counts.values()) {
                sum += count;
            }
            return sum;
        }
    }

    private static float[] values(int seed) {
        Random random = new Random(seed);
        float[] values = new float[ROWS * SAMPLES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
