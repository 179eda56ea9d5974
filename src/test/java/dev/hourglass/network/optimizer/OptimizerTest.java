package dev.hourglass.network.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withPrecision;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

class OptimizerTest {
    private static final int STEPS = 20;

    /** More than a stretch, and no multiple of one. */
    private static final int LENGTH = 1000;

    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(new Sgd(), 0.1, new org.nd4j.linalg.learning.config.Sgd(0.1)),
                Arguments.of(new Nesterov(0.9), 0.01, new Nesterovs(0.01, 0.9)),
                Arguments.of(new Adam(0), 0.01, new org.nd4j.linalg.learning.config.Adam(0.01)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersGoWhereDl4jTakesThem(UpdateRule rule, double rate, IUpdater stock) {
        INDArray parameters = random(1);
        INDArray expected = parameters.dup();
        INDArray state = state(rule);
        INDArray stockState = state(rule);
        GradientUpdater<?> updater = stock.instantiate(stockState, true);
        Optimizer optimizer = new Optimizer(rule, NO_LIMIT);
        for (int step = 1; step <= STEPS; step++) {
            INDArray gradient = random(step + 1);
            optimizer.step(parameters, gradient, state, rate, step);
            updater.applyUpdater(gradient, step - 1, 0);
            expected.subi(gradient);
        }
        assertThat(floats(parameters)).containsExactly(floats(expected), withPrecision(1e-5f));
    }

    @Test
    void adamWMakesParametersSmallerBesideWhatAdamDoes() {
        INDArray without = random(1);
        INDArray with = without.dup();
        float[] before = floats(without);
        INDArray gradient = random(2);
        Adam adam = new Adam(0);
        Adam adamW = new Adam(0.1);
        new Optimizer(adam, NO_LIMIT).step(without, gradient, state(adam), 0.01, 1);
        new Optimizer(adamW, NO_LIMIT).step(with, gradient, state(adamW), 0.01, 1);
        float[] expected = floats(without);
        for (int i = 0; i < LENGTH; i++) {
            expected[i] -= 0.01f * 0.1f * before[i];
        }
        assertThat(floats(with)).containsExactly(expected, withPrecision(1e-6f));
    }

    @Test
    void aGradientThatIsLongerThanTheLimitIsScaledDownToIt() {
        INDArray gradient = random(2);
        double norm = gradient.norm2Number().doubleValue();
        assertThat(floats(stepped(gradient, norm / 4)))
                .containsExactly(floats(gradient.mul(-0.25)), withPrecision(1e-6f));
        assertThat(floats(stepped(gradient, norm * 4)))
                .containsExactly(floats(gradient.mul(-1)), withPrecision(1e-6f));
    }

    /** Where plain descent from zero with rate 1 arrives in one step. */
    private static INDArray stepped(INDArray gradient, double clipNorm) {
        INDArray parameters = Nd4j.zeros(1, LENGTH);
        new Optimizer(new Sgd(), clipNorm).step(parameters, gradient.dup(), null, 1, 1);
        return parameters;
    }

    @Test
    void aViewIsRefusedBecauseItsNeighboursWouldBeChanged() {
        INDArray view = random(1).get(NDArrayIndex.all(), NDArrayIndex.interval(10, 20));
        assertThatThrownBy(
                        () -> new Optimizer(new Sgd(), NO_LIMIT).step(view, view.dup(), null, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a view");
    }

    private static INDArray random(long seed) {
        return Nd4j.rand(-0.5, 0.5, Nd4j.getRandomFactory().getNewRandomInstance(seed), 1, LENGTH);
    }

    private static INDArray state(UpdateRule rule) {
        return rule.states() == 0 ? null : Nd4j.zeros(1, rule.states() * LENGTH);
    }

    private static float[] floats(INDArray vector) {
        return vector.dup().data().asFloat();
    }
}
