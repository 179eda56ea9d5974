package dev.hourglass.network;

import dev.hourglass.network.layer.TiedDense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Builds DL4J networks from specifications. Input, output and code are flat: [batch, elements] in
 * the order the dataset stores them, and [batch, bottleneck].
 */
public final class Networks {
    /** The name of the layer whose activations are the embedding, in every architecture. */
    public static final String BOTTLENECK = "bottleneck";

    private Networks() {}

    /**
     * The network's layers with mean squared error between input and reconstruction as its loss.
     *
     * @param seed of the initial weights
     * @param learningRate Adam's step size
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION where the layers do not fit
     *     the input's shape
     */
    public static MultiLayerConfiguration configuration(
            NetworkSpec spec, long seed, double learningRate) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder()
                        .seed(seed)
                        .dataType(DataType.FLOAT)
                        .updater(new Adam(learningRate))
                        .list();
        switch (spec.settings().architecture()) {
            case DENSE -> addDense(layers, spec);
            case CONV2D, CONV1D -> new ConvolutionalLayers(spec).addTo(layers);
        }
        LossLayer loss =
                new LossLayer.Builder(LossFunction.MSE)
                        .name("loss")
                        .activation(Activation.IDENTITY)
                        .build();
        loss.setNIn(spec.elements());
        loss.setNOut(spec.elements());
        return layers.layer(loss).build();
    }

    /** All weights of a network as one vector, in the order of the layers. */
    public static float[] parameters(MultiLayerNetwork network) {
        try (INDArray copy = network.params().dup()) {
            return copy.data().asFloat();
        }
    }

    private static void addDense(NeuralNetConfiguration.ListBuilder layers, NetworkSpec spec) {
        NetworkSettings.Dense dense = spec.settings().dense();
        Activation hidden = dense.activation().activation();
        Activation output = spec.settings().output().activation();
        List<Integer> widths = new ArrayList<>();
        widths.add(spec.elements());
        widths.addAll(dense.widths());
        widths.add(spec.bottleneck());
        if (dense.tied()) {
            layers.layer(new TiedDense(BOTTLENECK, widths, hidden, output));
            return;
        }
        int last = widths.size() - 2;
        for (int i = 0; i < last; i++) {
            layers.layer(dense("encoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden));
        }
        layers.layer(
                dense(BOTTLENECK, widths.get(last), widths.get(last + 1), Activation.IDENTITY));
        Collections.reverse(widths);
        for (int i = 0; i < last; i++) {
            layers.layer(dense("decoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden));
        }
        layers.layer(dense("reconstruction", widths.get(last), widths.get(last + 1), output));
    }

    static DenseLayer dense(String name, int in, int out, Activation activation) {
        return new DenseLayer.Builder()
                .name(name)
                .nIn(in)
                .nOut(out)
                .activation(activation)
                .weightInit(initialisation(activation))
                .build();
    }

    /** He et al. for rectifiers, Glorot and Bengio for the rest. */
    static WeightInit initialisation(Activation activation) {
        return switch (activation) {
            case RELU, LEAKYRELU, ELU -> WeightInit.RELU;
            default -> WeightInit.XAVIER;
        };
    }
}
