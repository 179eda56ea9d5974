package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LossFunctionTest {
    private static final int ROWS = 3;
    private static final int ELEMENTS = 5;

    /** The last row gives nothing. */
    private static final float[] INPUTS = {0, 2, 1, 0, 0, 3, 0, 0, 1, 5, 0, 0, 0, 0, 0};

    @Test
    void onlyWhatIsGivenCounts() {
        float[] outputs = {7, 1, 1, 7, 7};
        // (2 − 1)² and (1 − 1)², of two elements.
        assertThat(differentiate(LossFunction.OBSERVED_SQUARED_ERROR, 1, outputs).loss())
                .isCloseTo(0.5, within(1e-6));
        assertThat(LossFunction.OBSERVED_SQUARED_ERROR.weight(INPUTS, 0, ELEMENTS)).isEqualTo(2);
        assertThat(LossFunction.OBSERVED_SQUARED_ERROR.ofRow(INPUTS, outputs, 0, ELEMENTS))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void equalLogitsMakeEqualProbabilities() {
        float[] outputs = {9, 9, 9, 9, 9};
        // Three events of probability 1/5 each.
        double expected = 3 * Math.log(5);
        assertThat(differentiate(LossFunction.MULTINOMIAL, 1, outputs).loss())
                .isCloseTo(expected, within(1e-5));
        assertThat(LossFunction.MULTINOMIAL.ofRow(INPUTS, outputs, 0, ELEMENTS))
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void largeLogitsAreNoTrouble() {
        float[] outputs = {-900, 900, 900, -900, 0};
        assertThat(differentiate(LossFunction.MULTINOMIAL, 1, outputs).loss())
                .isCloseTo(3 * Math.log(2), within(1e-3));
    }

    @ParameterizedTest
    @EnumSource
    void theGradientIsThatOfTheLoss(LossFunction function) {
        float[] outputs = outputs();
        Differentiated exact = differentiate(function, ROWS, outputs);
        float step = 1e-2f;
        for (int i = 0; i < outputs.length; i++) {
            float[] above = outputs.clone();
            above[i] += step;
            float[] below = outputs.clone();
            below[i] -= step;
            double slope =
                    (differentiate(function, ROWS, above).loss()
                                    - differentiate(function, ROWS, below).loss())
                            / (2 * step);
            assertThat((double) exact.gradient()[i]).isCloseTo(slope, within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLossOfABatchIsThatOfItsRowsByTheirWeights(LossFunction function) {
        float[] outputs = outputs();
        double sum = 0;
        long weight = 0;
        for (int row = 0; row < ROWS; row++) {
            sum += function.ofRow(INPUTS, outputs, row * ELEMENTS, ELEMENTS);
            weight += function.weight(INPUTS, row * ELEMENTS, ELEMENTS);
        }
        assertThat(differentiate(function, ROWS, outputs).loss())
                .isCloseTo(sum / weight, within(1e-5));
    }

    private record Differentiated(double loss, float[] gradient) {}

    private static Differentiated differentiate(LossFunction function, int rows, float[] outputs) {
        try (INDArray output = NativeFloats.matrix(outputs, rows, ELEMENTS);
                INDArray input = NativeFloats.matrix(INPUTS, rows, ELEMENTS);
                INDArray gradient = output.ulike()) {
            double loss = function.differentiate(output, input, gradient);
            return new Differentiated(loss, NativeFloats.values(gradient));
        }
    }

    private static float[] outputs() {
        Random random = new Random(4);
        float[] outputs = new float[ROWS * ELEMENTS];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) random.nextGaussian();
        }
        return outputs;
    }
}
