package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Repeats each position by whole factors: the mirror of a pooling, from its output's shape back to
 * its input's. What the pooling never reached is zero.
 *
 * @param shape of the pooling, with as many channels in as out and a kernel as large as the stride
 */
public record Upsampling(ConvolutionShape shape) implements Operation {
    public Upsampling {
        if (shape.input().channels() != shape.output().channels()) {
            throw new IllegalArgumentException("up-sampling keeps the number of channels");
        }
        if (shape.kernelHeight() != shape.strideHeight()
                || shape.kernelWidth() != shape.strideWidth()) {
            throw new IllegalArgumentException("up-sampling needs a kernel as large as the stride");
        }
    }

    @Override
    public int inputs() {
        return shape.output().elements();
    }

    @Override
    public int outputs() {
        return shape.input().elements();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        engine.upsampling(shape, x, y);
    }

    @Override
    public void backward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            INDArray dy,
            Map<String, INDArray> gradients,
            INDArray dx) {
        if (dx != null) {
            engine.upsamplingGradient(shape, dy, dx);
        }
    }
}
