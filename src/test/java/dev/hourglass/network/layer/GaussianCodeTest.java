package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GaussianCodeTest {
    private static final int ROWS = 4;
    private static final int INPUTS = 3;
    private static final int WIDTH = 2;
    private static final double WEIGHT = 0.7;

    private final GaussianCode code = new GaussianCode(INPUTS, WIDTH);
    private final INDArray x = matrix(1, ROWS, INPUTS);
    private final INDArray weights = matrix(2, INPUTS, 2 * WIDTH);
    private final INDArray bias = matrix(3, 1, 2 * WIDTH);
    private final Map<String, INDArray> parameters =
            Map.of(Parameter.WEIGHTS, weights, Parameter.BIAS, bias);

    /** Of the loss that follows, which is the sum of the code's numbers times these. */
    private final INDArray slopes = matrix(4, ROWS, WIDTH);

    @Test
    void theCodeIsTheMeanWhereNothingIsTrained() {
        INDArray distributions = x.mmul(weights).addRowVector(bias);
        float[] codes = NativeFloats.values(forward(false));
        for (int i = 0; i < codes.length; i++) {
            assertThat(codes[i])
                    .isCloseTo(distributions.getFloat(i / WIDTH, i % WIDTH), within(1e-5f));
        }
    }

    @Test
    void theCodeIsDrawnBySeedInTraining() {
        float[] first = drawn(5);
        assertThat(drawn(6)).isNotEqualTo(first);
        assertThat(drawn(5)).isEqualTo(first);
        assertThat(first).isNotEqualTo(NativeFloats.values(forward(false)));
    }

    @Test
    void drawnNumbersHaveTheMeanAndTheVarianceOfTheirDistribution() {
        weights.assign(0);
        bias.assign(Nd4j.createFromArray(new float[][] {{3, -1, (float) Math.log(4), 0}}));
        int draws = 4000;
        double[] sums = new double[2];
        for (int i = 0; i < draws; i++) {
            float number = drawn(i)[0];
            sums[0] += number;
            sums[1] += (number - 3) * (number - 3);
        }
        assertThat(sums[0] / draws).isCloseTo(3, within(0.15));
        assertThat(sums[1] / draws).isCloseTo(4, within(0.5));
    }

    @Test
    void theGradientsAreThoseOfTheLossWithItsDivergence() {
        loss();
        INDArray byWeights = weights.ulike();
        INDArray byBias = bias.ulike();
        INDArray byX = x.ulike();
        INDArray y = forward(true);
        code.backward(
                Engines.current(),
                parameters,
                x,
                y,
                slopes.dup(),
                Map.of(Parameter.WEIGHTS, byWeights, Parameter.BIAS, byBias),
                byX);
        requireSlopes(weights, byWeights);
        requireSlopes(bias, byBias);
        requireSlopes(x, byX);
    }

    private void requireSlopes(INDArray array, INDArray gradient) {
        float[] begin = NativeFloats.values(array);
        float step = 1e-2f;
        for (int i = 0; i < begin.length; i++) {
            NativeFloats.of(array).put(i, begin[i] + step);
            double above = loss();
            NativeFloats.of(array).put(i, begin[i] - step);
            double below = loss();
            NativeFloats.of(array).put(i, begin[i]);
            assertThat((above - below) / (2 * step))
                    .isCloseTo(NativeFloats.values(gradient)[i], within(5e-3));
        }
    }

    private double loss() {
        INDArray y = forward(true);
        double sum = y.mul(slopes).sumNumber().doubleValue();
        code.backward(
                Engines.current(),
                parameters,
                x,
                y,
                slopes.dup(),
                Map.of(Parameter.WEIGHTS, weights.ulike(), Parameter.BIAS, bias.ulike()),
                null);
        return sum + code.loss();
    }

    private float[] drawn(long seed) {
        code.prepare(seed, WEIGHT);
        return NativeFloats.values(run(true));
    }

    private INDArray forward(boolean training) {
        code.prepare(9, WEIGHT);
        return run(training);
    }

    private INDArray run(boolean training) {
        INDArray y = Nd4j.createUninitialized(x.dataType(), ROWS, WIDTH);
        code.forward(Engines.current(), parameters, x, y, training);
        return y;
    }

    private static INDArray matrix(int seed, int rows, int columns) {
        Random random = new Random(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 * random.nextGaussian());
        }
        return NativeFloats.matrix(values, rows, columns);
    }
}
