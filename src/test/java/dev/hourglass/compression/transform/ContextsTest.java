package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContextsTest {
    private static final int CLASSES = 12;

    /** Four of the approximation, four coarse details, eight fine ones. */
    private final Contexts contexts = new Contexts(new Wavelet(16, 2));

    private final int[] magnitudes = new int[16];

    @Test
    void everyGroupHasItsOwn() {
        assertThat(contexts.count()).isEqualTo(3 * CLASSES);
        assertThat(contexts.of(0, magnitudes)).isZero();
        assertThat(contexts.of(5, magnitudes)).isEqualTo(CLASSES);
        assertThat(contexts.of(8, magnitudes)).isEqualTo(2 * CLASSES);
    }

    @Test
    void theNearestNeighboursCountTwice() {
        // 12's parent is 6.
        magnitudes[11] = 1;
        assertThat(fineClass(12)).isEqualTo(2);
        magnitudes[10] = 1;
        assertThat(fineClass(12)).isEqualTo(3);
        magnitudes[6] = 1;
        assertThat(fineClass(12)).isEqualTo(4);
        magnitudes[5] = 1;
        assertThat(fineClass(12)).isEqualTo(5);
        magnitudes[7] = 2;
        assertThat(fineClass(12)).isEqualTo(6);
    }

    @Test
    void neighboursBeyondTheFirstAndThoseNotYetCodedDoNotCount() {
        magnitudes[0] = 1;
        magnitudes[2] = 50;
        assertThat(contexts.of(1, magnitudes)).isEqualTo(2);
        assertThat(contexts.of(0, magnitudes)).isZero();
    }

    @Test
    void theLastClassHasNoEnd() {
        magnitudes[11] = Integer.MAX_VALUE;
        magnitudes[6] = Integer.MAX_VALUE;

        assertThat(fineClass(12)).isEqualTo(CLASSES - 1);
    }

    private int fineClass(int coefficient) {
        return contexts.of(coefficient, magnitudes) - 2 * CLASSES;
    }
}
