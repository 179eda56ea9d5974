package dev.hourglass.network.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** bfloat16 keeps 8 bits of each factor: results differ by less than 2 % of the largest number. */
class PrecisionTest {
    private static final double TOLERANCE = 0.02;
    private static final int BATCH = 3;
    private static final ConvolutionShape SHAPE =
            ConvolutionShape.same(new MapShape(9, 9, 20), 24, Window.square(3, 2));

    @Test
    void denseLayersAreThoseOfFloat32WithinTheRounding() {
        INDArray x = random(BATCH, 40);
        INDArray weights = random(40, 30);
        INDArray dz = random(BATCH, 30);
        compare(
                (engine, y) -> engine.dense(Nonlinearity.TANH, x, weights, random(1, 30), y),
                BATCH,
                30);
        compare((engine, dx) -> engine.denseInputGradient(dz, weights, dx), BATCH, 40);
        compare((engine, dw) -> engine.denseGradient(x, dz, dw, random(1, 30)), 40, 30);
    }

    @Test
    void convolutionsAreThoseOfFloat32WithinTheRounding() {
        long[] large = {BATCH, SHAPE.input().elements()};
        long[] small = {BATCH, SHAPE.output().elements()};
        INDArray weights = random(SHAPE.weights());
        INDArray x = random(large);
        INDArray z = random(small);
        INDArray bias = random(1, 24);
        INDArray back = random(1, 20);
        compare((e, y) -> e.convolution(SHAPE, Nonlinearity.RELU, x, weights, bias, y), small);
        compare((e, dx) -> e.convolutionInputGradient(SHAPE, z, weights, dx), large);
        compare((e, dw) -> e.convolutionGradient(SHAPE, x, z, dw, bias.dup()), SHAPE.weights());
        compare(
                (e, y) -> e.transposedConvolution(SHAPE, Nonlinearity.RELU, z, weights, back, y),
                large);
        compare((e, dx) -> e.transposedConvolutionInputGradient(SHAPE, x, weights, dx), small);
    }

    private static void compare(BiConsumer<OnednnEngine, INDArray> work, long... shape) {
        INDArray expected = Nd4j.zeros(DataType.FLOAT, shape);
        work.accept(new OnednnEngine(Precision.FLOAT32), expected);
        INDArray actual = Nd4j.zeros(DataType.FLOAT, shape);
        work.accept(new OnednnEngine(Precision.BF16), actual);
        double largest = expected.amaxNumber().doubleValue();
        double difference = actual.sub(expected).amaxNumber().doubleValue();
        assertThat(difference).isCloseTo(0, within(TOLERANCE * largest)).isPositive();
    }

    /** The same numbers for the same shape. */
    private static INDArray random(long... shape) {
        return Nd4j.rand(-1, 1, Nd4j.getRandomFactory().getNewRandomInstance(5), shape);
    }
}
