package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedMeanTest {
    @Test
    void vectorsCountAsMuchAsTheirExamples() {
        assertThat(
                        WeightedMean.of(
                                        List.of(new float[] {1, 8}, new float[] {5, -4}),
                                        new long[] {3, 1})
                                .values())
                .containsExactly(2, 5);
    }

    @Test
    void sumsAreTakenInDouble() {
        // In float, what is added to the large number would be lost.
        assertThat(
                        WeightedMean.of(
                                        List.of(
                                                new float[] {1 << 25},
                                                new float[] {1},
                                                new float[] {-(1 << 25)},
                                                new float[] {3}),
                                        new long[] {1, 1, 1, 1})
                                .values())
                .containsExactly(1);
    }

    @Test
    void everyElementOfALongVectorIsAveraged() {
        float[] first = new float[10_001];
        float[] second = new float[first.length];
        float[] expected = new float[first.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
            second[i] = 3 * i;
            expected[i] = 2 * i;
        }
        assertThat(WeightedMean.of(List.of(first, second), new long[] {7, 7}).values())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void oneElementThatIsNotFiniteIsFound(float value) {
        float[] vector = new float[1000];
        Arrays.fill(vector, -Float.MAX_VALUE);
        assertThat(mean(vector).finite()).isTrue();
        vector[999] = value;
        assertThat(mean(vector).finite()).isFalse();
    }

    private static WeightedMean mean(float[] vector) {
        return WeightedMean.of(List.of(vector), new long[] {1});
    }
}
