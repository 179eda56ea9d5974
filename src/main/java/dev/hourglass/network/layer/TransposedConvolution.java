package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The transpose of a convolution, which leads from its output's shape back to its input's. Weights
 * are [channels in, channels out, kernel height, kernel width].
 *
 * @param shape of the convolution whose transpose this is
 */
public record TransposedConvolution(ConvolutionShape shape, Nonlinearity f) implements Operation {
    @Override
    public int inputs() {
        return shape.output().elements();
    }

    @Override
    public int outputs() {
        return shape.input().elements();
    }

    @Override
    public long multiplications() {
        return shape.multiplications();
    }

    @Override
    public List<Parameter> parameters() {
        double area = shape.kernelArea();
        double stride = shape.strideHeight() * (double) shape.strideWidth();
        return List.of(
                Parameter.weights(shape.weights(), shape.output().channels() * area / stride),
                Parameter.bias(shape.input().channels()));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        engine.transposedConvolution(
                shape, f, x, parameters.get(Parameter.WEIGHTS), parameters.get(Parameter.BIAS), y);
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
        engine.differentiate(f, y, dy);
        engine.transposedConvolutionGradient(
                shape, x, dy, gradients.get(Parameter.WEIGHTS), gradients.get(Parameter.BIAS));
        if (dx != null) {
            engine.transposedConvolutionInputGradient(
                    shape, dy, parameters.get(Parameter.WEIGHTS), dx);
        }
    }
}
