package dev.hourglass.network;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.NativeFloats;
import dev.hourglass.network.optimizer.Optimizer;
import dev.hourglass.network.optimizer.UpdateRule;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a {@link RatingNetwork}, whose state is one vector, as that of a {@link
 * TrainingReplica}: the parameters, then what the optimizer keeps. Inputs and targets are given
 * apart from each other. For one thread at a time.
 */
public final class RatingReplica implements AutoCloseable {
    private final RatingNetwork design;
    private final MultiLayerNetwork network;
    private final Optimizer optimizer;
    private final int parameters;

    /** [1, states · parameters]; null where the rule has none. */
    private final INDArray state;

    /** The minibatch, kept because the next one is most likely as large. */
    private INDArray inputs;

    private INDArray targets;

    /**
     * A replica whose optimizer has seen nothing.
     *
     * @param seed of the initial weights
     */
    public RatingReplica(RatingNetwork design, long seed, UpdateRule rule) {
        NativeThreads.limit();
        this.design = design;
        network = new MultiLayerNetwork(design.configuration(seed));
        network.init();
        optimizer = new Optimizer(rule, Double.POSITIVE_INFINITY);
        parameters = Math.toIntExact(network.numParams());
        state =
                rule.states() == 0
                        ? null
                        : Nd4j.zeros(DataType.FLOAT, 1, (long) rule.states() * parameters);
    }

    /** How many parameters the network has: they come first in the vector. */
    public int parameters() {
        return parameters;
    }

    /** The vector's length. */
    public int length() {
        return parameters + (state == null ? 0 : Math.toIntExact(state.length()));
    }

    /**
     * Takes over a vector.
     *
     * @param vector with the optimizer's state, or without it, where that is not to be used
     */
    public void load(float[] vector) {
        if (vector.length != length() && vector.length != parameters) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " floats instead of " + length());
        }
        NativeFloats.of(network.params()).put(0, vector, 0, parameters);
        if (vector.length > parameters) {
            NativeFloats.of(state).put(0, vector, parameters, vector.length - parameters);
        }
    }

    /** Copies parameters and optimizer state to {@code vector}. */
    public void store(float[] vector) {
        NativeFloats.of(network.params()).get(0, vector, 0, parameters);
        if (state != null) {
            NativeFloats.of(state).get(0, vector, parameters, length() - parameters);
        }
    }

    /**
     * Trains one minibatch.
     *
     * @param input of which the first rows · inputs are there
     * @param target of which the first rows · outputs are there
     * @param rate the learning rate
     * @param step of the optimizer, from 1
     * @return the loss before the step
     */
    public double train(float[] input, float[] target, int rows, double rate, long step) {
        double loss = differentiate(input, target, rows);
        optimizer.step(network.params(), network.getGradientsViewArray(), state, rate, step);
        return loss;
    }

    /** The loss of a minibatch, whose gradient is then known. */
    double differentiate(float[] input, float[] target, int rows) {
        inputs = filled(inputs, input, rows, design.inputs());
        targets = filled(targets, target, rows, design.outputs());
        network.setInput(inputs);
        network.setLabels(targets);
        network.computeGradientAndScore();
        return network.score();
    }

    /** By all parameters, of the minibatch that was differentiated last. */
    float[] gradient() {
        return NativeFloats.values(network.getGradientsViewArray());
    }

    /**
     * What the network makes of rows.
     *
     * @param input of which the first rows · inputs are there
     * @return [rows, outputs]
     */
    public float[] predict(float[] input, int rows) {
        try (INDArray x = filled(null, input, rows, design.inputs());
                INDArray y = network.output(x)) {
            return NativeFloats.values(y);
        }
    }

    @Override
    public void close() {
        Networks.close(network);
        for (INDArray array : new INDArray[] {state, inputs, targets}) {
            if (array != null) {
                array.close();
            }
        }
    }

    /** The array, or one of the right size instead of it, with values of a minibatch. */
    private static INDArray filled(INDArray array, float[] values, int rows, int columns) {
        INDArray target = array;
        if (target == null || target.size(0) != rows) {
            if (target != null) {
                target.close();
            }
            target = Nd4j.createUninitialized(DataType.FLOAT, rows, columns);
        }
        NativeFloats.of(target).put(0, values, 0, rows * columns);
        return target;
    }
}
