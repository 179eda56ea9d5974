package dev.hourglass.network;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.EngineLayer;
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

    /** The minibatch, kept because the next one is most likely as large. */
    private INDArray batch;

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
     * Trains one minibatch.
     *
     * @param values of which the first rows · elements are physical values; normalised in place
     * @param rate the learning rate
     * @param step of the optimizer, from 1
     * @return the loss before the step: mean over the rows of the squared error an element, in
     *     normalised units, and where codes are rounded the weighted bits of them
     */
    public double train(float[] values, int rows, double rate, long step) {
        spec.normalisation().apply(values);
        fill(values, rows);
        network.setInput(batch);
        network.setLabels(batch);
        network.computeGradientAndScore();
        running.setAside();
        optimizer.step(network.params(), network.getGradientsViewArray(), state, rate, step);
        running.follow();
        return network.score() + (roundedCode == null ? 0 : roundedCode.loss());
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

    private void fill(float[] values, int rows) {
        if (batch == null || batch.size(0) != rows) {
            if (batch != null) {
                batch.close();
            }
            batch = Nd4j.createUninitialized(DataType.FLOAT, rows, spec.elements());
        }
        NativeFloats.of(batch).put(0, values, 0, rows * spec.elements());
    }

    private void requireLength(float[] vector) {
        if (vector.length != length()) {
            throw new IllegalArgumentException(
                    "a vector of " + vector.length + " floats instead of " + length());
        }
    }
}
