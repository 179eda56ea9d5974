package dev.hourglass.network;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.Clusters;
import dev.hourglass.network.layer.Dense;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.GaussianCode;
import dev.hourglass.network.layer.ReconstructionLossLayer;
import dev.hourglass.network.layer.RoundedCode;
import dev.hourglass.network.layer.TiedDense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    /** The name of the layer whose activations are the embedding, in every architecture. */
    public static final String BOTTLENECK = "bottleneck";

    /** The name of the layer behind it that rounds its numbers in training. */
    static final String ROUNDED_CODE = "rounded-code";

    /** The name of the layer behind these that holds the centres of clusters. */
    static final String CLUSTERS = "clusters";

    private Networks() {}

    /**
     * The network's layers with its loss between input and reconstruction, for whoever computes
     * gradients only.
     *
     * @param seed of the initial weights
     * @throws HourglassException with CONFIGURATION where the layers do not fit the input's shape
     */
    public static MultiLayerConfiguration configuration(NetworkSpec spec, long seed) {
        return configuration(spec, seed, new NoOp());
    }

    /** The same, for a network that DL4J trains by {@code updater}. */
    public static MultiLayerConfiguration configuration(
            NetworkSpec spec, long seed, IUpdater updater) {
        return layers(spec, seed, updater, Optional.empty());
    }

    /**
     * The network's layers with clusters behind the bottleneck, whose part of the loss is added to
     * the squared error's.
     *
     * @throws HourglassException as {@link #requireBottleneck}
     */
    static MultiLayerConfiguration configuration(NetworkSpec spec, Clusters clusters) {
        requireBottleneck(spec.settings());
        return layers(spec, 0, new NoOp(), Optional.of(clusters));
    }

    /**
     * Checks that clusters can be put behind a network's bottleneck.
     *
     * @throws HourglassException with CONFIGURATION where that is not a layer of its own
     */
    public static void requireBottleneck(NetworkSettings settings) {
        requireUntied(
                settings,
                "A network of tied weights cannot be trained with clusters",
                "set it to false, or choose another cluster.method");
    }

    private static void requireVariational(NetworkSettings settings) {
        if (settings.variational().beta() != null
                && settings.architecture() != NetworkSettings.Architecture.DENSE) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Only the code of dense networks can be a distribution",
                    "network.variational.beta = " + settings.variational().beta(),
                    "set it to null, or network.architecture=dense");
        }
    }

    private static void requireUntied(NetworkSettings settings, String what, String mend) {
        if (settings.dense().tied()
                && settings.architecture() == NetworkSettings.Architecture.DENSE) {
            throw new HourglassException(ErrorCode.CONFIGURATION, what, "network.dense.tied", mend);
        }
    }

    private static MultiLayerConfiguration layers(
            NetworkSpec spec, long seed, IUpdater updater, Optional<Clusters> clusters) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder()
                        .seed(seed)
                        .dataType(DataType.FLOAT)
                        .miniBatch(false)
                        .updater(updater)
                        .list();
        requireVariational(spec.settings());
        switch (spec.settings().architecture()) {
            case DENSE -> addDense(layers, spec, clusters);
            case CONV2D -> new ConvolutionalLayers(spec).addTo(layers, clusters);
            case CONV1D -> addConv1d(layers, spec, clusters);
            case LAPPED -> new LappedLayers(spec).addTo(layers, clusters);
        }
        return layers.layer(
                        new ReconstructionLossLayer(
                                "loss", spec.elements(), spec.settings().loss()))
                .build();
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

    /**
     * Adds the layers that take the codes of the one before, as far as there are any. The clusters'
     * centres are set before they are trained.
     *
     * @param channels of the code, of which each has a distribution of its own
     */
    static void addBehindBottleneck(
            NeuralNetConfiguration.ListBuilder layers,
            NetworkSpec spec,
            int channels,
            Optional<Clusters> clusters) {
        Double rateWeight = spec.settings().rateWeight();
        if (rateWeight != null) {
            RoundedCode code =
                    new RoundedCode(spec.bottleneck(), channels, rateWeight / spec.elements());
            layers.layer(new EngineLayer(ROUNDED_CODE, code, WeightInit.ZERO));
        }
        clusters.ifPresent(
                operation -> layers.layer(new EngineLayer(CLUSTERS, operation, WeightInit.ZERO)));
    }

    private static void addDense(
            NeuralNetConfiguration.ListBuilder layers,
            NetworkSpec spec,
            Optional<Clusters> clusters) {
        NetworkSettings.Dense dense = spec.settings().dense();
        Nonlinearity hidden = dense.activation().nonlinearity();
        Nonlinearity output = spec.settings().output().nonlinearity();
        WeightInit weights = spec.settings().initialWeights().dl4j();
        List<Integer> widths = new ArrayList<>();
        widths.add(spec.elements());
        widths.addAll(dense.widths());
        widths.add(spec.bottleneck());
        if (spec.settings().rateWeight() != null) {
            requireUntied(
                    spec.settings(),
                    "A network of tied weights cannot round its code",
                    "set it to false, or leave network.rate-weight at null");
        }
        if (dense.codeActivation() != null) {
            requireUntied(
                    spec.settings(),
                    "The code of a network of tied weights is linear",
                    "set it to false, or leave network.dense.code-activation at null");
        }
        boolean variational = spec.settings().variational().beta() != null;
        if (variational && dense.codeActivation() != null) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The code of a variational network is linear",
                    "network.dense.code-activation with network.variational.beta",
                    "set one of them to null");
        }
        if (variational) {
            requireUntied(
                    spec.settings(),
                    "The code of a network of tied weights cannot be a distribution",
                    "set it to false, or leave network.variational.beta at null");
        }
        if (dense.tied()) {
            layers.layer(
                    new EngineLayer(
                            BOTTLENECK, new TiedDense(widths, hidden, output), WeightInit.XAVIER));
            return;
        }
        int last = widths.size() - 2;
        for (int i = 0; i < last; i++) {
            layers.layer(
                    dense("encoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden, weights));
        }
        int inputs = widths.get(last);
        layers.layer(
                variational
                        ? new EngineLayer(
                                BOTTLENECK, new GaussianCode(inputs, spec.bottleneck()), weights)
                        : dense(
                                BOTTLENECK,
                                inputs,
                                spec.bottleneck(),
                                dense.codeActivation() == null
                                        ? Nonlinearity.IDENTITY
                                        : dense.codeActivation().nonlinearity(),
                                weights));
        addBehindBottleneck(layers, spec, spec.bottleneck(), clusters);
        Collections.reverse(widths);
        for (int i = 0; i < last; i++) {
            layers.layer(
                    dense("decoder-" + (i + 1), widths.get(i), widths.get(i + 1), hidden, weights));
        }
        layers.layer(
                dense("reconstruction", widths.get(last), widths.get(last + 1), output, weights));
    }

    private static void addConv1d(
            NeuralNetConfiguration.ListBuilder layers,
            NetworkSpec spec,
            Optional<Clusters> clusters) {
        SignalPreset preset = spec.settings().conv1d().preset();
        if (preset == null) {
            new ConvolutionalLayers(spec).addTo(layers, clusters);
        } else {
            switch (preset) {
                case YILDIRIM -> new YildirimLayers(spec, layers).add(clusters);
            }
        }
    }

    static EngineLayer dense(String name, int in, int out, Nonlinearity f, WeightInit weights) {
        return new EngineLayer(name, new Dense(in, out, f), weights);
    }
}
