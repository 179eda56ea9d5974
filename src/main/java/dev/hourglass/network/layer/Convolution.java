package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of images, or of signals, which are images one row high. Weights are [output
 * channels, input channels, kernel height, kernel width].
 */
public record Convolution(ConvolutionShape shape, Nonlinearity f) implements Operation {
    @Override
    public int inputs() {
        return shape.input().elements();
    }

    @Override
    public int outputs() {
        return shape.output().elements();
    }

    @Override
    public long multiplications() {
        return shape.multiplications();
    }

    @Override
    public List<Parameter> parameters() {
        double area = shape.kernelArea();
        return List.of(
                Parameter.weights(shape.weights(), shape.input().channels() * area),
                Parameter.bias(shape.output().channels()));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        engine.convolution(
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
        engine.convolutionGradient(
                shape, x, dy, gradients.get(Parameter.WEIGHTS), gradients.get(Parameter.BIAS));
        if (dx != null) {
            engine.convolutionInputGradient(shape, dy, parameters.get(Parameter.WEIGHTS), dx);
        }
    }
}
