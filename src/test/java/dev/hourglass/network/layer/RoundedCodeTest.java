package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nd4jEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Codes of three positions and two channels. */
class RoundedCodeTest {
    private static final double STEP = 1e-6;
    private static final double WEIGHT = 0.7;

    private final Engine engine = new Nd4jEngine();
    private final RoundedCode code = new RoundedCode(6, 2, WEIGHT);
    private final INDArray x =
            doubles(new double[][] {{0.4, -1.6, 3, 0, -0.2, 70}, {1, -2, 3, 4, 5, 6}});
    private final Map<String, INDArray> parameters = arrays(code);
    private final Map<String, INDArray> gradients = arrays(code);

    RoundedCodeTest() {
        fill(RoundedCode.LOG_SCALE, 0.05, -0.07);
        fill(RoundedCode.CONTEXT, 0.3, 0.1, 0.02, -0.1, -0.2, 0.2, 0.25, 0.35, 0.15);
    }

    /** What is less than 0.3 beyond a half is rounded towards 0. */
    @Test
    void roundsInTrainingOnly() {
        assertThat(forward(doubles(new double[][] {{0.69, -0.71, 1.69, -1.71, 0, -9.8}}), true))
                .isEqualTo(doubles(new double[][] {{0, -1, 1, -2, 0, -10}}));
        assertThat(forward(x, false)).isEqualTo(x);
    }

    /** Of a Laplace distribution, 1 - exp(-0.5 / scale) is within half of 0, and so on. */
    @Test
    void countsTheBitsOfTheLaplaceDistributionThatTheNeighboursLeadTo() {
        RoundedCode alone = new RoundedCode(3, 1, 1);
        Map<String, INDArray> parameters = arrays(alone);
        INDArray numbers = doubles(new double[][] {{0, -2, 1}});
        alone.backward(
                engine, parameters, numbers, numbers, numbers.mul(0), arrays(alone), numbers.dup());
        double neighbour = Math.log1p(Math.exp(-4));
        double nats =
                -Math.log(1 - Math.exp(-0.5))
                        - Math.log((Math.exp(-1.5) - Math.exp(-2.5)) / 2)
                        - Math.log(
                                (Math.exp(-0.5 / (1 + 2 * neighbour))
                                                - Math.exp(-1.5 / (1 + 2 * neighbour)))
                                        / 2);
        assertThat(alone.loss()).isCloseTo(nats / Math.log(2), within(1e-12));
    }

    @Test
    void itsGradientsAreThoseOfTheBits() {
        INDArray y = forward(x, true);
        INDArray byNumbers = loss(y);
        INDArray byScales = gradients.get(RoundedCode.LOG_SCALE).dup();
        INDArray byContext = gradients.get(RoundedCode.CONTEXT).dup();
        compare(parameters.get(RoundedCode.LOG_SCALE), byScales, y);
        compare(parameters.get(RoundedCode.CONTEXT), byContext, y);
        for (int i = 0; i < y.length(); i++) {
            // Of |n| there is no slope at 0.
            if (y.getDouble(i) == 0) {
                assertThat(byNumbers.getDouble(i)).isZero();
            } else {
                assertThat(byNumbers.getDouble(i)).isCloseTo(slope(y, i, y), within(1e-6));
            }
        }
    }

    @Test
    void handsOnTheGradientOfWhatFollows() {
        INDArray y = forward(x, true);
        INDArray without = loss(y);
        INDArray dx = y.dup();
        code.backward(engine, parameters, x, y, Nd4j.ones(DataType.DOUBLE, 2, 6), gradients, dx);
        assertThat(dx.sub(without).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-12));
    }

    @Test
    void countsMagnitudesAsARunningMean() {
        INDArray running = parameters.get(RoundedCode.COUNTS);
        running.assign(0.25);
        loss(forward(x, true));
        running.subi(gradients.get(RoundedCode.COUNTS));
        double cells = ScaleClass.COUNT * ScaleClass.BINS;
        double sum = RoundedCode.DECAY * 0.25 * cells + (1 - RoundedCode.DECAY) * 6;
        assertThat(running.sumNumber().doubleValue()).isCloseTo(sum, within(1e-6));
        // 70 is in the second channel, where a scale of 0.5 is raised by its neighbour 3 at most.
        assertThat(running.maxNumber().doubleValue())
                .isGreaterThan(RoundedCode.DECAY * 0.25 + 0.4 * (1 - RoundedCode.DECAY));
    }

    private void compare(INDArray values, INDArray gradient, INDArray y) {
        for (int i = 0; i < values.length(); i++) {
            double slope = slope(values, i, y);
            assertThat(gradient.getDouble(i))
                    .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }

    private double slope(INDArray values, int i, INDArray y) {
        double value = values.getDouble(i);
        values.putScalar(i, value + STEP);
        loss(y);
        double above = code.loss();
        values.putScalar(i, value - STEP);
        loss(y);
        double below = code.loss();
        values.putScalar(i, value);
        return (above - below) / (2 * STEP);
    }

    private INDArray forward(INDArray x, boolean training) {
        INDArray y = x.dup();
        code.forward(engine, parameters, x, y, training);
        return y;
    }

    /** The bits' gradient by the code. */
    private INDArray loss(INDArray y) {
        INDArray dx = y.dup();
        code.backward(
                engine, parameters, y, y, Nd4j.zeros(DataType.DOUBLE, y.shape()), gradients, dx);
        return dx;
    }

    private void fill(String name, double... values) {
        INDArray array = parameters.get(name);
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, values[i % values.length]);
        }
    }

    private static Map<String, INDArray> arrays(RoundedCode code) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Parameter parameter : code.parameters()) {
            arrays.put(parameter.name(), Nd4j.zeros(DataType.DOUBLE, parameter.dimensions()));
        }
        return arrays;
    }

    private static INDArray doubles(double[][] values) {
        return Nd4j.createFromArray(values);
    }
}
