package dev.hourglass.recommendation.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BiasesTest {
    /** User 0 rates both items, 5 and 3; user 1 the first one, 4; user 2 nothing. */
    private static final RatingTable TABLE =
            new RatingTable(3, 2, new int[] {0, 0, 1}, new int[] {0, 1, 0}, new float[] {5, 3, 4});

    @Test
    void biasesAreThoseWorkedByHand() {
        Biases biases = Biases.of(TABLE, place -> true);
        assertThat(biases.mean()).isEqualTo(4);
        // (1 + 0) / (2 + 5) and -1 / (1 + 5)
        assertThat(biases.item()).containsExactly(new double[] {1 / 7.0, -1 / 6.0}, within(1e-12));
        // (1 - 1/7 - 1 + 1/6) / (2 + 5) and (0 - 1/7) / (1 + 5)
        assertThat(biases.user())
                .containsExactly(new double[] {1 / 294.0, -1 / 42.0, 0}, within(1e-12));
        assertThat(biases.userCount()).containsExactly(2, 1, 0);
        assertThat(biases.itemCount()).containsExactly(2, 1);
        assertThat(biases.rating(1, 0)).isCloseTo(4 + 1 / 7.0 - 1 / 42.0, within(1e-12));
        assertThat(biases.rating(-1, 1)).isCloseTo(4 - 1 / 6.0, within(1e-12));
        assertThat(biases.rating(-1, -1)).isEqualTo(4);
    }

    @Test
    void ratingsThatAreLeftOutDoNotCount() {
        Biases biases = Biases.of(TABLE, place -> place != 1);
        assertThat(biases.mean()).isEqualTo(4.5);
        assertThat(biases.item()).containsExactly(0, 0);
        assertThat(biases.itemCount()).containsExactly(2, 0);
    }

    @Test
    void linesAreThePlacesOfEachKey() {
        Lines lines = Lines.of(TABLE.item(), 3);
        assertThat(lines.start()).containsExactly(0, 2, 3, 3);
        assertThat(lines.place()).containsExactly(0, 2, 1);
    }
}
