package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.Dense;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.SquaredErrorLoss;
import dev.hourglass.network.layer.TiedDense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Builds DL4J networks from specifications. Input, output and code are flat: [batch, elements] in
 * the order the dataset stores them, and [batch, bottleneck].
 */
public final class Networks {
    /**
     * Variance 1 / inputs (LeCun, Bottou, Orr and Müller 1998). With the double that He et al. give
     * to rectifiers, codes and reconstructions begin far too large, and training takes twice as
     * many epochs or more to the same loss.
     */
    static final WeightInit INITIALISATION = WeightInit.LECUN_NORMAL;

    /** The name of the layer whose activations are the embedding, in every architecture. */
    public static final String BOTTLENECK = "bottleneck";

    private Networks() {}

    /**
     * The network's layers with mean squared error between input and reconstruction as its loss,
     * for whoever computes gradients only.
     *
     * @param seed of the initial weights
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION where the layers do not fit
     *     the input's shape
     */
    public static MultiLayerConfiguration configuration(NetworkSpec spec, long seed) {
        return configuration(spec, seed, new NoOp());
    }

    /** The same, for a network that DL4J trains by {@code updater}. */
    public static MultiLayerConfiguration configuration(
            NetworkSpec spec, long seed, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder()
                        .seed(seed)
                        .dataType(DataType.FLOAT)
                        .miniBatch(false)
                        .updater(updater)
                        .list();
        switch (spec.settings().architecture()) {
            case DENSE -> addDense(layers, spec);
            case CONV2D, CONV1D -> new ConvolutionalLayers(spec).addTo(layers);
        }
        return layers.layer(new SquaredErrorLoss("loss", spec.elements())).build();
    }

    /** All weights of a network as one vector, in the order of the layers. */
    public static float[] parameters(MultiLayerNetwork network) {
        try (INDArray copy = network.params().dup()) {
            return copy.data().asFloat();
        }
    }

    /**
     * Frees a network's weights and gradients. DL4J's own way collects the garbage of the whole
     * process twice besides, which takes longer than a small network's training.
     */
    static void close(MultiLayerNetwork network) {
        network.params().close();
        INDArray gradients = network.getGradientsViewArray();
        if (gradients != null) {
            gradients.close();
        }
    }

    private static void addDense(NeuralNetConfiguration.ListBuilder layers, NetworkSpec spec) {
        NetworkSettings.Dense dense = spec.settings().dense();
        Nonlinearity hidden = dense.activation().nonlinearity();
        Nonlinearity output = spec.settings().output().nonlinearity();
        List<Integer> widths = new ArrayList<>();
        widths.add(spec.elements());
        widths.addAll(dense.widths());
        widths.add(spec.bottleneck());
        if (dense.tied()) {
            layers.layer(
                    new EngineLayer(
                            BOTTLENECK, new TiedDense(widths, hidden, output), WeightInit.XAVIER));
            return;
        }
        int last = widths.size() - 2;
        for (int i = 0; i < last; i++) {
            layers.layer(dense("encoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden));
        }
        layers.layer(
                dense(BOTTLENECK, widths.get(last), widths.get(last + 1), Nonlinearity.IDENTITY));
        Collections.reverse(widths);
        for (int i = 0; i < last; i++) {
            layers.layer(dense("decoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden));
        }
        layers.layer(dense("reconstruction", widths.get(last), widths.get(last + 1), output));
    }

    static EngineLayer dense(String name, int in, int out, Nonlinearity f) {
        return new EngineLayer(name, new Dense(in, out, f), INITIALISATION);
    }
}
