package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nd4jEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RoundedCodeTest {
    private static final double STEP = 1e-5;
    private static final double WEIGHT = 0.7;

    private final Engine engine = new Nd4jEngine();
    private final RoundedCode code = new RoundedCode(6, 2, WEIGHT);
    private final INDArray x =
            doubles(new double[][] {{0.4, -1.6, 3, 0, -0.2, 700}, {1, 2, 3, 4, 5, 6}});
    private final INDArray mean = doubles(new double[][] {{0.3, -0.8}});
    private final INDArray logScale = doubles(new double[][] {{0.5, -1.2}});
    private final INDArray byMean = doubles(new double[1][2]);
    private final INDArray byLogScale = doubles(new double[1][2]);

    @Test
    void roundsInTrainingOnly() {
        assertThat(forward(true).toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{0, -2, 3, 0, 0, 700}, {1, 2, 3, 4, 5, 6}});
        assertThat(forward(false)).isEqualTo(x);
    }

    /** P(0) = F(0.5) − F(−0.5) with F(x) = 1 / (1 + e⁻ˣ). */
    @Test
    void countsTheBitsOfTheLogisticDistribution() {
        RoundedCode one = new RoundedCode(1, 1, 1);
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 1, 1);
        one.backward(
                engine,
                Map.of(RoundedCode.MEAN, zero, RoundedCode.LOG_SCALE, zero),
                zero,
                zero,
                zero.dup(),
                Map.of(RoundedCode.MEAN, zero.dup(), RoundedCode.LOG_SCALE, zero.dup()),
                zero.dup());
        double probability = 1 / (1 + Math.exp(-0.5)) - 1 / (1 + Math.exp(0.5));
        assertThat(one.loss()).isCloseTo(-Math.log(probability) / Math.log(2), within(1e-12));
    }

    @Test
    void itsGradientsAreThoseOfTheBitsInTheTailsToo() {
        INDArray dx = loss(code, forward(true), mean, logScale);
        // Not rounded: the gradient is that of the bits as a function of any number.
        INDArray y = forward(true);
        INDArray byX = dx.dup();
        compare(y, byX, y);
        INDArray means = byMean.dup();
        compare(mean, means, y);
        INDArray scales = byLogScale.dup();
        compare(logScale, scales, y);
    }

    @Test
    void handsOnTheGradientOfWhatFollows() {
        INDArray y = forward(true);
        INDArray without = loss(code, y, mean, logScale).dup();
        INDArray dx = doubles(new double[2][6]);
        code.backward(
                engine, parameters(), x, y, Nd4j.ones(DataType.DOUBLE, 2, 6), gradients(), dx);
        assertThat(dx.sub(without).sub(1).amaxNumber().doubleValue()).isCloseTo(0, within(1e-12));
    }

    private void compare(INDArray values, INDArray gradient, INDArray y) {
        for (int i = 0; i < values.length(); i++) {
            double value = values.getDouble(i);
            values.putScalar(i, value + STEP);
            loss(code, y, mean, logScale);
            double above = code.loss();
            values.putScalar(i, value - STEP);
            loss(code, y, mean, logScale);
            double below = code.loss();
            values.putScalar(i, value);
            double slope = (above - below) / (2 * STEP);
            assertThat(gradient.getDouble(i))
                    .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    private INDArray forward(boolean training) {
        INDArray y = doubles(new double[2][6]);
        code.forward(engine, parameters(), x, y, training);
        return y;
    }

    /** The bits' gradient by the code. */
    private INDArray loss(RoundedCode code, INDArray y, INDArray mean, INDArray logScale) {
        INDArray dx = y.dup();
        code.backward(
                engine,
                Map.of(RoundedCode.MEAN, mean, RoundedCode.LOG_SCALE, logScale),
                y,
                y,
                Nd4j.zeros(DataType.DOUBLE, y.shape()),
                gradients(),
                dx);
        return dx;
    }

    private Map<String, INDArray> parameters() {
        return Map.of(RoundedCode.MEAN, mean, RoundedCode.LOG_SCALE, logScale);
    }

    private Map<String, INDArray> gradients() {
        return Map.of(RoundedCode.MEAN, byMean, RoundedCode.LOG_SCALE, byLogScale);
    }

    private static INDArray doubles(double[][] values) {
        return Nd4j.createFromArray(values);
    }
}
