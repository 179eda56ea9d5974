package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The greatest number of each channel under each position of the kernel; padding never is.
 *
 * @param shape with as many channels in as out
 */
public record MaxPooling(ConvolutionShape shape) implements Operation {
    public MaxPooling {
        if (shape.input().channels() != shape.output().channels()) {
            throw new IllegalArgumentException("pooling keeps the number of channels");
        }
    }

    @Override
    public int inputs() {
        return shape.input().elements();
    }

    @Override
    public int outputs() {
        return shape.output().elements();
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
        engine.maxPooling(shape, x, y);
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
            engine.maxPoolingGradient(shape, x, y, dy, dx);
        }
    }
}
