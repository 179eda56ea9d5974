package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** f(x W + b), W of [inputs, outputs]. */
public record Dense(int inputs, int outputs, Nonlinearity f) implements Operation {
    @Override
    public long multiplications() {
        return (long) inputs * outputs;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.weights(new long[] {inputs, outputs}, inputs), Parameter.bias(outputs));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        engine.dense(f, x, parameters.get(Parameter.WEIGHTS), parameters.get(Parameter.BIAS), y);
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
        engine.denseGradient(
                x, dy, gradients.get(Parameter.WEIGHTS), gradients.get(Parameter.BIAS));
        if (dx != null) {
            engine.denseInputGradient(dy, parameters.get(Parameter.WEIGHTS), dx);
        }
    }
}
