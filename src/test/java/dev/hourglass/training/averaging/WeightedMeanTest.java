package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    @Test
    void theBitsAreThoseOfOneLoopInDouble() {
        Random random = new Random(1);
        List<float[]> vectors = List.of(new float[20_011], new float[20_011], new float[20_011]);
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
        }
        float[] expected = new float[20_011];
        for (int i = 0; i < expected.length; i++) {
            double sum = 2 / 7.0 * vectors.get(0)[i];
            sum += 4 / 7.0 * vectors.get(1)[i];
            expected[i] = (float) (sum + 1 / 7.0 * vectors.get(2)[i]);
        }
        assertThat(WeightedMean.of(vectors, new long[] {2, 4, 1}).values()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void oneElementThatIsNotFiniteIsFoundWhereverItIs(float value) {
        float[] vector = new float[40_013];
        Arrays.fill(vector, -Float.MAX_VALUE);
        assertThat(mean(vector).finite()).isTrue();
        for (int i = 0; i < vector.length; i += 7) {
            vector[i] = value;
            assertThat(mean(vector).finite()).isFalse();
            vector[i] = 0;
        }
    }

    private static WeightedMean mean(float[] vector) {
        return WeightedMean.of(List.of(vector), new long[] {1});
    }
}
