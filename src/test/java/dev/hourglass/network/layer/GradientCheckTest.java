package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nd4jEngine;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients against central differences, in 64-bit floats. The loss is the sum of the outputs, each
 * times a random number. {@link EnginesAgreeTest} holds the other engine against this one.
 */
class GradientCheckTest {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;
    private static final int CASES = 3;
    private static final int PROBES = 25;

    private final Engine engine = new Nd4jEngine();
    private final Random random = new Random(5);

    @ParameterizedTest
    @EnumSource
    void everyLayersGradientsAreThoseOfItsOutput(RandomOperations.Kind kind) {
        RandomOperations operations = new RandomOperations(random, 3, 4);
        for (int i = 0; i < 2 * CASES; i++) {
            check(operations.next(kind), 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNonlinearitysGradientIsThatOfItsOutput(Nonlinearity f) {
        RandomOperations operations = new RandomOperations(random, 3, 3);
        for (int i = 0; i < CASES; i++) {
            check(operations.next(RandomOperations.Kind.DENSE, f), 2);
            check(operations.next(RandomOperations.Kind.TRANSPOSED_CONVOLUTION, f), 2);
            check(operations.next(RandomOperations.Kind.BATCH_NORMALISATION, f), 2);
        }
    }

    private void check(Operation operation, long batch) {
        Pass pass = Pass.random(operation, DataType.DOUBLE, batch, random);
        Pass.Result result = pass.run(engine);
        compare(pass, "input", pass.x(), result.dx());
        for (Parameter parameter : operation.parameters()) {
            if (parameter.kind().learnt()) {
                String name = parameter.name();
                compare(pass, name, pass.parameters().get(name), result.gradients().get(name));
            }
        }
    }

    private void compare(Pass pass, String what, INDArray values, INDArray gradient) {
        double scale = Math.max(1, gradient.amaxNumber().doubleValue());
        for (int i = 0; i < PROBES; i++) {
            long place = random.nextInt((int) values.length());
            double value = values.getDouble(place);
            values.putScalar(place, value + STEP);
            double above = loss(pass);
            values.putScalar(place, value - STEP);
            double below = loss(pass);
            values.putScalar(place, value);
            assertThat(gradient.getDouble(place))
                    .as("%s: gradient of %s at %d", pass.operation(), what, place)
                    .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE * scale));
        }
    }

    private double loss(Pass pass) {
        return pass.forward(engine, true).mul(pass.dy()).sumNumber().doubleValue();
    }
}
