package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import org.junit.jupiter.api.Test;

class ParameterTest {
    private final ConvolutionShape shape =
            ConvolutionShape.same(new MapShape(8, 8, 3), 16, Window.square(5, 2));

    @Test
    void inputsAndOutputsTogetherAreCountedAsKerasAndPytorchDo() {
        Operation convolution = new Convolution(shape, Nonlinearity.RELU);
        Operation transposed = new TransposedConvolution(shape, Nonlinearity.RELU);
        assertThat(convolution.parameters().get(0).fans()).isEqualTo((3 + 16) * 25);
        assertThat(transposed.parameters().get(0).fans()).isEqualTo((3 + 16) * 25);
        assertThat(new Dense(7, 5, Nonlinearity.RELU).parameters().get(0).fans()).isEqualTo(12);
    }

    /**
     * With a stride of 2 an output of the transposed one is the sum over a quarter of the kernel.
     */
    @Test
    void inputsAreTheNumbersThatAreAddedUp() {
        Operation convolution = new Convolution(shape, Nonlinearity.RELU);
        Operation transposed = new TransposedConvolution(shape, Nonlinearity.RELU);
        assertThat(convolution.parameters().get(0).fanIn()).isEqualTo(3 * 25);
        assertThat(transposed.parameters().get(0).fanIn()).isEqualTo(16 * 25 / 4.0);
    }
}
