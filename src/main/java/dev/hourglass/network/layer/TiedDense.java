package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.Parameter.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A whole dense autoencoder whose decoder uses the encoder's weights, transposed: layer i of the
 * encoder is f(x W_i + b_i), its mirror in the decoder f(h W_iᵀ + c_i). One layer, because DL4J
 * gives every layer parameters of its own. The gradient of W_i is the sum over both uses. What lies
 * between is not kept, but computed again in the backward pass.
 *
 * @param widths of the input, the hidden layers and the bottleneck, in this order
 * @param hidden what follows the hidden layers; the bottleneck is linear
 * @param output what follows the reconstruction
 */
public record TiedDense(List<Integer> widths, Nonlinearity hidden, Nonlinearity output)
        implements Operation {
    public TiedDense {
        widths = List.copyOf(widths);
    }

    @Override
    public int inputs() {
        return widths.get(0);
    }

    @Override
    public int outputs() {
        return widths.get(0);
    }

    @Override
    public long multiplications() {
        long sum = 0;
        for (int i = 0; i < depth(); i++) {
            sum += 2L * widths.get(i) * widths.get(i + 1);
        }
        return sum;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < depth(); i++) {
            int in = widths.get(i);
            int out = widths.get(i + 1);
            parameters.add(Parameter.weights("W" + i, new long[] {in, out}, in));
            parameters.add(Parameter.row("b" + i, Kind.BIAS, out));
            parameters.add(Parameter.row("c" + i, Kind.BIAS, in));
        }
        return parameters;
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        y.assign(decode(engine, parameters, encode(engine, parameters, x)));
    }

    /**
     * The code of a batch.
     *
     * @param x [batch, inputs]
     * @return [batch, bottleneck], in the workspace that is open
     */
    public INDArray encode(Engine engine, Map<String, INDArray> parameters, INDArray x) {
        return last(encoderActivations(engine, parameters, x));
    }

    /**
     * The reconstruction of codes.
     *
     * @param code [batch, bottleneck]
     * @return [batch, inputs], in the workspace that is open
     */
    public INDArray decode(Engine engine, Map<String, INDArray> parameters, INDArray code) {
        return last(decoderActivations(engine, parameters, code));
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
        List<INDArray> encoder = encoderActivations(engine, parameters, x);
        List<INDArray> decoder = decoderActivations(engine, parameters, last(encoder));
        INDArray gradient = dy;
        for (int i = 0; i < depth(); i++) {
            INDArray weights = transposed(parameters.get("W" + i));
            INDArray weightGradient = emptyLike(weights);
            INDArray before = decoder.get(depth() - 1 - i);
            gradient =
                    backward(
                            engine,
                            i == 0 ? output : hidden,
                            before,
                            decoder.get(depth() - i),
                            gradient,
                            weights,
                            weightGradient,
                            gradients.get("c" + i),
                            emptyLike(before));
            gradients.get("W" + i).assign(weightGradient.transpose());
        }
        for (int i = depth() - 1; i >= 0; i--) {
            INDArray weights = parameters.get("W" + i);
            INDArray weightGradient = emptyLike(weights);
            INDArray before = encoder.get(i);
            gradient =
                    backward(
                            engine,
                            i == depth() - 1 ? Nonlinearity.IDENTITY : hidden,
                            before,
                            encoder.get(i + 1),
                            gradient,
                            weights,
                            weightGradient,
                            gradients.get("b" + i),
                            i == 0 ? dx : emptyLike(before));
            gradients.get("W" + i).addi(weightGradient);
        }
    }

    /** One layer back; returns the gradient of its input. */
    private static INDArray backward(
            Engine engine,
            Nonlinearity f,
            INDArray x,
            INDArray y,
            INDArray dy,
            INDArray weights,
            INDArray weightGradient,
            INDArray biasGradient,
            INDArray dx) {
        engine.differentiate(f, y, dy);
        engine.denseGradient(x, dy, weightGradient, biasGradient);
        if (dx != null) {
            engine.denseInputGradient(dy, weights, dx);
        }
        return dx;
    }

    /** The input and the output of each layer of the encoder. */
    private List<INDArray> encoderActivations(
            Engine engine, Map<String, INDArray> parameters, INDArray x) {
        List<INDArray> activations = new ArrayList<>(List.of(x));
        for (int i = 0; i < depth(); i++) {
            INDArray y = empty(x, widths.get(i + 1));
            engine.dense(
                    i == depth() - 1 ? Nonlinearity.IDENTITY : hidden,
                    last(activations),
                    parameters.get("W" + i),
                    parameters.get("b" + i),
                    y);
            activations.add(y);
        }
        return Collections.unmodifiableList(activations);
    }

    /** The code and the output of each layer of the decoder. */
    private List<INDArray> decoderActivations(
            Engine engine, Map<String, INDArray> parameters, INDArray code) {
        List<INDArray> activations = new ArrayList<>(List.of(code));
        for (int i = depth() - 1; i >= 0; i--) {
            INDArray y = empty(code, widths.get(i));
            engine.dense(
                    i == 0 ? output : hidden,
                    last(activations),
                    transposed(parameters.get("W" + i)),
                    parameters.get("c" + i),
                    y);
            activations.add(y);
        }
        return Collections.unmodifiableList(activations);
    }

    private int depth() {
        return widths.size() - 1;
    }

    private static INDArray last(List<INDArray> activations) {
        return activations.get(activations.size() - 1);
    }

    private static INDArray transposed(INDArray weights) {
        return weights.transpose().dup('c');
    }

    /** As many rows as {@code batch} has. */
    private static INDArray empty(INDArray batch, long columns) {
        return Nd4j.createUninitialized(batch.dataType(), new long[] {batch.size(0), columns}, 'c');
    }

    private static INDArray emptyLike(INDArray array) {
        return Nd4j.createUninitialized(array.dataType(), array.shape(), 'c');
    }
}
