package dev.hourglass.network;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.Engines;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.optimizer.Adam;
import dev.hourglass.network.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that is trained on one random batch again and again, to be timed. */
public final class TrainingReplica implements AutoCloseable {
    private static final int PRODUCT = 2048;

    /** Floating-point operations of {@link #multiply()}. */
    public static final double PRODUCT_FLOPS = 2.0 * PRODUCT * PRODUCT * PRODUCT;

    private final MultiLayerNetwork network;
    private final Autoencoder autoencoder;
    private final Optimizer optimizer = new Optimizer(new Adam(1e-3));
    private final INDArray batch;
    private final float[] inputs;
    private final INDArray state;
    private final INDArray[] matrices = new INDArray[4];
    private final Engine engine = Engines.current();
    private long step;

    public TrainingReplica(NetworkSpec spec, int rows) {
        NativeThreads.limit();
        network = new MultiLayerNetwork(Networks.configuration(spec, 1, 1e-3));
        network.init();
        autoencoder = Autoencoder.initial(spec, 1);
        batch = Nd4j.rand(rows, spec.elements());
        inputs = batch.data().asFloat();
        state = Nd4j.zeros(1, 2 * network.numParams());
        for (int i = 0; i < matrices.length; i++) {
            matrices[i] = Nd4j.rand(i == 2 ? 1 : PRODUCT, PRODUCT);
        }
    }

    /** The engine's name. */
    public String engine() {
        return engine.name();
    }

    /** One step of training. */
    public void train() {
        network.setInput(batch);
        network.setLabels(batch);
        network.computeGradientAndScore();
        step++;
        optimizer.step(network.params(), network.getGradientsViewArray(), state, step);
    }

    /** Codes of the batch. */
    public void encode() {
        autoencoder.encode(inputs, (int) batch.size(0));
    }

    /** A large matrix product, the fastest that the processor can compute. */
    public void multiply() {
        engine.dense(Nonlinearity.IDENTITY, matrices[0], matrices[1], matrices[2], matrices[3]);
    }

    /**
     * Floating-point operations that training takes for one sample: two for each multiplication
     * forward, and as many again for the gradients of the weights and, but for the first layer, of
     * the input.
     */
    public double trainingFlops() {
        List<Long> multiplications = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof EngineLayer part) {
                Operation operation = part.operation();
                multiplications.add(operation.multiplications());
            }
        }
        long all = multiplications.stream().mapToLong(Long::longValue).sum();
        return 2.0 * (3 * all - multiplications.get(0));
    }

    @Override
    public void close() {
        network.close();
        autoencoder.close();
        batch.close();
        state.close();
        for (INDArray matrix : matrices) {
            matrix.close();
        }
    }
}
