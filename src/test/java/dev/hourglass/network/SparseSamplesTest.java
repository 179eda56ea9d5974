package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.network.optimizer.Adam;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks of what was chosen out of much: films, songs. */
class SparseSamplesTest {
    private static final int ROWS = 40;
    private static final int ELEMENTS = 12;

    @Test
    void aVariationalNetworkLearnsWhatIsChosenTogether() {
        NetworkSpec spec = Specs.sparse(ELEMENTS, LossFunction.MULTINOMIAL, 0.3, 0.1);
        float[] parameters = trained(spec, 300, 1);
        try (Autoencoder autoencoder = Autoencoder.of(spec, parameters)) {
            // Chose two of the first half: the rest of that half is likelier than the other one.
            float[] row = new float[ELEMENTS];
            row[0] = 1;
            row[1] = 1;
            float[] logits = autoencoder.decode(autoencoder.encode(row, 1), 1);
            for (int i = 2; i < ELEMENTS / 2; i++) {
                for (int j = ELEMENTS / 2; j < ELEMENTS; j++) {
                    assertThat(logits[i]).isGreaterThan(logits[j] + 1);
                }
            }
        }
    }

    @Test
    void whatIsDrawnFollowsFromTheSeed() {
        NetworkSpec spec = Specs.sparse(ELEMENTS, LossFunction.MULTINOMIAL, 0.5, 0.2);
        assertThat(trained(spec, 3, 1)).isEqualTo(trained(spec, 3, 1));
        assertThat(trained(spec, 3, 1)).isNotEqualTo(trained(spec, 3, 2));
    }

    @Test
    void theDivergenceWeighsMoreFromStepToStep() {
        NetworkSpec spec = Specs.sparse(ELEMENTS, LossFunction.MULTINOMIAL, 0, 0.5);
        NetworkSpec plain = Specs.sparse(ELEMENTS, LossFunction.MULTINOMIAL, 0, 0.0);
        double divergence = loss(spec, 1) - loss(plain, 1);
        assertThat(divergence).isPositive();
        assertThat(loss(spec, 5) - loss(plain, 5)).isCloseTo(5 * divergence, within(1e-4));
        assertThat(loss(spec, 20) - loss(plain, 20)).isCloseTo(10 * divergence, within(1e-4));
    }

    @Test
    void theCodeDoesNotDependOnHowOftenARowChose() {
        NetworkSpec spec = Specs.sparse(ELEMENTS, LossFunction.OBSERVED_SQUARED_ERROR, 0.5, null);
        float[] row = values();
        float[] twice = values();
        for (int i = 0; i < twice.length; i++) {
            twice[i] *= 2;
        }
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 1)) {
            float[] codes = autoencoder.encode(row, ROWS);
            float[] others = autoencoder.encode(twice, ROWS);
            for (int i = 0; i < codes.length; i++) {
                assertThat(others[i]).isCloseTo(codes[i], within(1e-6f));
            }
            assertThat(row).as("left as they are").isEqualTo(values());
        }
    }

    @Test
    void randomTrainingWantsASeed() {
        NetworkSpec spec = Specs.sparse(ELEMENTS, LossFunction.MULTINOMIAL, 0.5, null);
        try (TrainingReplica replica = replica(spec)) {
            assertThatThrownBy(() -> replica.train(values(), ROWS, 0.1, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static double loss(NetworkSpec spec, long step) {
        try (TrainingReplica replica = replica(spec)) {
            return replica.train(values(), ROWS, 0.01, step, 3);
        }
    }

    private static float[] trained(NetworkSpec spec, int steps, long seed) {
        try (TrainingReplica replica = replica(spec)) {
            for (int step = 1; step <= steps; step++) {
                replica.train(values(), ROWS, 0.02, step, seed + step);
            }
            float[] vector = new float[replica.length()];
            replica.store(vector);
            return Arrays.copyOf(vector, replica.parameters());
        }
    }

    private static TrainingReplica replica(NetworkSpec spec) {
        return new TrainingReplica(spec, 1, new Adam(0), Double.POSITIVE_INFINITY);
    }

    /** Every row chose most of one half of the elements. */
    private static float[] values() {
        Random random = new Random(7);
        float[] values = new float[ROWS * ELEMENTS];
        for (int row = 0; row < ROWS; row++) {
            int from = row * ELEMENTS + row % 2 * ELEMENTS / 2;
            for (int i = from; i < from + ELEMENTS / 2; i++) {
                values[i] = random.nextDouble() < 0.7 ? 1 : 0;
            }
        }
        return values;
    }
}
