package dev.hourglass.network;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.Engines;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that trains and encodes one random batch again and again, to be timed. */
public final class BenchmarkReplica implements AutoCloseable {
    private static final int PRODUCT = 2048;

    /** Floating-point operations of {@link #multiply()}. */
    public static final double PRODUCT_FLOPS = 2.0 * PRODUCT * PRODUCT * PRODUCT;

    private final TrainingReplica replica;
    private final Autoencoder autoencoder;
    private final int rows;
    private final float[] inputs;
    private final INDArray[] matrices = new INDArray[4];
    private final Engine engine = Engines.current();
    private long step;

    public BenchmarkReplica(NetworkSpec spec, int rows) {
        this.rows = rows;
        replica = new TrainingReplica(spec, 1, new Adam(0), Double.POSITIVE_INFINITY);
        autoencoder = Autoencoder.initial(spec, 1);
        inputs = new float[rows * spec.elements()];
        Random random = new Random(1);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat();
        }
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
        replica.train(inputs, rows, 1e-3, ++step);
    }

    /** Codes of the batch. */
    public void encode() {
        autoencoder.encode(inputs, rows);
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
        for (Layer layer : replica.layers()) {
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
        replica.close();
        autoencoder.close();
        for (INDArray matrix : matrices) {
            matrix.close();
        }
    }
}
