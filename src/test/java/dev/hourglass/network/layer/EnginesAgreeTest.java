package dev.hourglass.network.layer;

import static dev.hourglass.network.layer.Pass.assertAgree;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nd4jEngine;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import dev.hourglass.network.onednn.OnednnEngine;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Both engines compute the same, up to the rounding of 32-bit floats. */
class EnginesAgreeTest {
    private static final int CASES = 60;
    private static final double TOLERANCE = 1e-4;

    private final Engine onednn = new OnednnEngine(Precision.FLOAT32);
    private final Engine plain = new Nd4jEngine();

    @ParameterizedTest
    @EnumSource
    void outputsAndAllGradientsAgree(RandomOperations.Kind kind) {
        Random random = new Random(11);
        RandomOperations operations = new RandomOperations(random, 40, 9);
        for (int i = 0; i < CASES; i++) {
            Operation operation = operations.next(kind);
            Pass pass = Pass.random(operation, DataType.FLOAT, operations.upTo(9), random);
            if (kind == RandomOperations.Kind.MAX_POOLING && i % 2 == 0) {
                // Many equal numbers: the first of the greatest has the gradient.
                pass = pass.withInput(Transforms.round(pass.x(), true));
            }
            compare(pass);
        }
    }

    /** As a signal's last layer has them: phases of a stride in the place of channels. */
    @Test
    void transposedConvolutionsOfLongStridesToFewChannelsAgree() {
        Random random = new Random(12);
        for (int channels = 1; channels <= 5; channels++) {
            for (int kernel : new int[] {20, 33, 96}) {
                MapShape signal = new MapShape(1, kernel + 7 * 20 + 3, channels);
                ConvolutionShape shape =
                        ConvolutionShape.valid(signal, 6, Window.along(kernel, 20));
                Operation operation = new TransposedConvolution(shape, Nonlinearity.TANH);
                compare(Pass.random(operation, DataType.FLOAT, 3, random));
            }
        }
    }

    private void compare(Pass pass) {
        String what = pass.operation() + ", batch " + pass.x().size(0) + ": ";
        INDArray y = pass.forward(plain, true);
        assertAgree(what + "output", pass.forward(onednn, true), y, TOLERANCE);
        assertAgree(
                what + "output of inference",
                pass.forward(onednn, false),
                pass.forward(plain, false),
                TOLERANCE);
        Pass.Result expected = pass.backward(plain, y);
        Pass.Result actual = pass.backward(onednn, y);
        assertAgree(what + "input gradient", actual.dx(), expected.dx(), TOLERANCE);
        expected.gradients()
                .forEach(
                        (name, gradient) ->
                                assertAgree(
                                        what + "gradient of " + name,
                                        actual.gradients().get(name),
                                        gradient,
                                        TOLERANCE));
    }
}
