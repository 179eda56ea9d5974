package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.optimizer.Adam;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatingReplicaTest {
    private static final int ROWS = 5;

    @Test
    void theGradientsOfAnAutoencoderAreSlopes() {
        requireSlopes(
                new RatingNetwork.Autoencoder(4, 3),
                new float[] {1, 0, -2, 0, 0, 3, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, -1},
                new float[] {0, 2, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0});
    }

    @Test
    void theGradientsOfADeepNetworkAreSlopes() {
        // Two of the rows are of one user, two of one item.
        requireSlopes(
                new RatingNetwork.Deep(3, 4, 2, 1, List.of(6, 4)),
                new float[] {0, 1, 0.5f, 2, 3, -1, 0, 2, 0.3f, 1, 3, 0.7f, 2, 0, 0.1f},
                new float[] {1, -2, 0.5f, 2, -1});
    }

    @Test
    void withoutEmbeddingsOnlyTheFeaturesCount() {
        RatingNetwork design = new RatingNetwork.Deep(3, 4, 0, 1, List.of(6));
        try (RatingReplica replica = new RatingReplica(design, 1, new Adam(0))) {
            assertThat(replica.parameters()).isEqualTo(6 + 6 + 6 + 1);
            float[] rows = {0, 1, 0.5f, 2, 3, 0.5f};
            float[] predicted = replica.predict(rows, 2);
            assertThat(predicted[0]).isEqualTo(predicted[1]);
        }
    }

    @Test
    void aVectorIsAllThatTrainingGoesOnFrom() {
        RatingNetwork design = new RatingNetwork.Deep(3, 4, 2, 1, List.of(6, 4));
        float[] input = {0, 1, 0.5f, 2, 3, -1};
        float[] target = {1, -2};
        try (RatingReplica one = new RatingReplica(design, 1, new Adam(0.1));
                RatingReplica other = new RatingReplica(design, 2, new Adam(0.1))) {
            double first = one.train(input, target, 2, 0.01, 1);
            float[] vector = new float[one.length()];
            one.store(vector);
            other.load(vector);
            assertThat(other.train(input, target, 2, 0.01, 2))
                    .isEqualTo(one.train(input, target, 2, 0.01, 2))
                    .isLessThan(first);
            assertThat(other.predict(input, 2)).isEqualTo(one.predict(input, 2));
        }
    }

    private static void requireSlopes(RatingNetwork design, float[] input, float[] target) {
        try (RatingReplica replica = new RatingReplica(design, 3, new Adam(0))) {
            float[] vector = new float[replica.length()];
            replica.store(vector);
            Random random = new Random(8);
            for (int i = 0; i < replica.parameters(); i++) {
                vector[i] = (float) (0.5 * random.nextGaussian());
            }
            replica.load(vector);
            replica.differentiate(input, target, ROWS);
            float[] gradient = replica.gradient();
            float step = 2e-3f;
            for (int i = 0; i < gradient.length; i++) {
                float begin = vector[i];
                vector[i] = begin + step;
                replica.load(vector);
                double above = replica.differentiate(input, target, ROWS);
                vector[i] = begin - step;
                replica.load(vector);
                double below = replica.differentiate(input, target, ROWS);
                vector[i] = begin;
                assertThat((above - below) / (2 * step))
                        .as("parameter %d", i)
                        .isCloseTo(gradient[i], within(3e-3));
            }
        }
    }
}
