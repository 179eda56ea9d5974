package dev.hourglass.network;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.GaussianCode;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.network.layer.NativeFloats;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.layer.RoundedCode;
import dev.hourglass.network.optimizer.Optimizer;
import dev.hourglass.network.optimizer.UpdateRule;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of the copies of a network that are trained side by side. Its whole state, the parameters
 * followed by the optimizer's vectors, is one vector of floats, so that it can be averaged with
 * those of other replicas. For one thread at a time.
 */
public final class TrainingReplica implements AutoCloseable {
    private final NetworkSpec spec;
    private final MultiLayerNetwork network;
    private final Optimizer optimizer;
    private final RunningStatistics running;
    private final int parameters;

    /** Null where codes are not rounded. */
    private final RoundedCode roundedCode;

    /** [1, states · parameters]; null where the rule has none. */
    private final INDArray state;

    /** Null where the code is no distribution. */
    private final GaussianCode gaussianCode;

    /** The minibatch, kept because the next one is most likely as large. */
    private INDArray batch;

    /** What the first layer sees of it, where that is something else. */
    private INDArray inputs;

    /**
     * A replica whose optimizer has seen nothing.
     *
     * @param seed of the initial weights
     * @param clipNorm longest gradient (L2 norm over all parameters), infinity for no limit
     */
    public TrainingReplica(NetworkSpec spec, long seed, UpdateRule rule, double clipNorm) {
        this(spec, Networks.configuration(spec, seed), rule, clipNorm);
    }

    TrainingReplica(
            NetworkSpec spec,
            MultiLayerConfiguration configuration,
            UpdateRule rule,
            double clipNorm) {
        NativeThreads.limit();
        this.spec = spec;
        network = new MultiLayerNetwork(configuration);
        network.init();
        optimizer = new Optimizer(rule, clipNorm);
        running = new RunningStatistics(network);
        parameters = Math.toIntExact(network.numParams());
        roundedCode =
                spec.settings().rateWeight() == null
                        ? null
                        : (RoundedCode) operation(Networks.ROUNDED_CODE);
        gaussianCode =
                spec.settings().variational().beta() == null
                        ? null
                        : (GaussianCode) operation(Networks.BOTTLENECK);
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

    /** Takes over parameters and optimizer state. */
    public void load(float[] vector) {
        requireLength(vector);
        NativeFloats.of(network.params()).put(0, vector, 0, parameters);
        if (state != null) {
            NativeFloats.of(state).put(0, vector, parameters, vector.length - parameters);
        }
    }

    /** Copies parameters and optimizer state to {@code vector}. */
    public void store(float[] vector) {
        requireLength(vector);
        NativeFloats.of(network.params()).get(0, vector, 0, parameters);
        if (state != null) {
            NativeFloats.of(state).get(0, vector, parameters, vector.length - parameters);
        }
    }

    /**
     * Trains one minibatch, see {@link #train(float[], int, double, long, long)}.
     *
     * @throws IllegalStateException where training draws at random
     */
    public double train(float[] values, int rows, double rate, long step) {
        if (gaussianCode != null || spec.settings().inputDropout() > 0) {
            throw new IllegalStateException("what is drawn at random needs a seed");
        }
        return train(values, rows, rate, step, 0);
    }

    /**
     * Trains one minibatch.
     *
     * @param values of which the first rows · elements are physical values; overwritten
     * @param rate the learning rate
     * @param step of the optimizer, from 1
     * @param seed of what is drawn at random for this minibatch
     * @return the loss before the step: the mean of the network's {@link LossFunction}, in
     *     normalised units, and where codes are rounded the weighted bits of them, where they are
     *     distributions their weighted divergence
     */
    public double train(float[] values, int rows, double rate, long step, long seed) {
        NetworkSettings settings = spec.settings();
        spec.normalisation().apply(values);
        batch = filled(batch, values, rows);
        INDArray seen = batch;
        if (InputPreparation.isNeeded(settings)) {
            InputPreparation.apply(settings, values, rows, spec.elements(), seed);
            inputs = filled(inputs, values, rows);
            seen = inputs;
        }
        if (gaussianCode != null) {
            // Not the numbers that the input's dropout drew.
            gaussianCode.prepare(~seed, settings.variational().weight(step));
        }
        network.setInput(seen);
        network.setLabels(batch);
        network.computeGradientAndScore();
        running.setAside();
        optimizer.step(network.params(), network.getGradientsViewArray(), state, rate, step);
        running.follow();
        return network.score()
                + (roundedCode == null ? 0 : roundedCode.loss())
                + (gaussianCode == null ? 0 : gaussianCode.loss());
    }

    @Override
    public void close() {
        Networks.close(network);
        if (state != null) {
            state.close();
        }
        if (batch != null) {
            batch.close();
        }
        if (inputs != null) {
            inputs.close();
        }
    }

    /** The operation of the network's layer of that name: DL4J may have copied the one it got. */
    Operation operation(String layer) {
        return ((EngineLayer) network.getLayer(layer).conf().getLayer()).operation();
    }

    Layer[] layers() {
        return network.getLayers();
    }

    MultiLayerNetwork network() {
        return network;
    }

    /** The array, or one of the right size instead of it, with values of a minibatch. */
    private INDArray filled(INDArray array, float[] values, int rows) {
        INDArray target = array;
        if (target == null || target.size(0) != rows) {
            if (target != null) {
                target.close();
            }
            target = Nd4j.createUninitialized(DataType.FLOAT, rows, spec.elements());
        }
        NativeFloats.of(target).put(0, values, 0, rows * spec.elements());
        return target;
    }

    private void requireLength(float[] vector) {
        if (vector.length != length()) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " floats instead of " + length());
        }
    }
}
