package dev.hourglass.network;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import dev.hourglass.network.layer.Clusters;
import dev.hourglass.network.layer.Convolution;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The layers of a convolutional autoencoder. A signal is an image one row high, so that the same
 * layers serve {@code conv2d} and {@code conv1d}.
 */
final class ConvolutionalLayers {
    private final NetworkSpec spec;
    private final boolean signal;
    private final List<Block> blocks;
    private final Code code;
    private final Nonlinearity hidden;
    private final WeightInit weights;

    /** One for each block of the encoder; the decoder transposes them. */
    private final List<ConvolutionShape> shapes = new ArrayList<>();

    ConvolutionalLayers(NetworkSpec spec) {
        NetworkSettings settings = spec.settings();
        this.spec = spec;
        this.signal = settings.architecture() == Architecture.CONV1D;
        Preset preset = signal ? null : settings.conv2d().preset();
        if (preset != null) {
            this.blocks = preset.blocks();
            this.code = preset.code();
        } else {
            this.blocks = signal ? settings.conv1d().blocks() : settings.conv2d().blocks();
            this.code = signal ? settings.conv1d().code() : settings.conv2d().code();
        }
        this.hidden =
                (signal ? settings.conv1d().activation() : settings.conv2d().activation())
                        .nonlinearity();
        this.weights = settings.initialWeights().dl4j();
        measure();
    }

    void addTo(NeuralNetConfiguration.ListBuilder layers, Optional<Clusters> clusters) {
        int last = shapes.size() - 1;
        for (int i = 0; i < last; i++) {
            layers.layer(convolution("encoder-" + (i + 1), shapes.get(i), hidden));
        }
        if (code == Code.CONVOLUTIONAL) {
            layers.layer(convolution(Networks.BOTTLENECK, shapes.get(last), Nonlinearity.IDENTITY));
            Networks.addBehindBottleneck(
                    layers, spec, shapes.get(last).output().channels(), clusters);
        } else {
            int elements = shapes.get(last).output().elements();
            layers.layer(convolution("encoder-" + (last + 1), shapes.get(last), hidden))
                    .layer(
                            Networks.dense(
                                    Networks.BOTTLENECK,
                                    elements,
                                    spec.bottleneck(),
                                    Nonlinearity.IDENTITY,
                                    weights));
            Networks.addBehindBottleneck(layers, spec, spec.bottleneck(), clusters);
            layers.layer(Networks.dense("decoder-0", spec.bottleneck(), elements, hidden, weights));
        }
        for (int i = last; i > 0; i--) {
            layers.layer(transposed("decoder-" + (last + 1 - i), shapes.get(i), hidden));
        }
        layers.layer(
                transposed(
                        "reconstruction", shapes.get(0), spec.settings().output().nonlinearity()));
    }

    private void measure() {
        List<Integer> shape = spec.shape();
        MapShape map = input(spec);
        for (Block block : blocks) {
            Window window =
                    signal
                            ? Window.along(block.kernel(), block.stride())
                            : Window.square(block.kernel(), block.stride());
            if (!block.padding().fits(map, window)) {
                throw new HourglassException(
                        ErrorCode.CONFIGURATION,
                        "A block's kernel is larger than what is left of the input",
                        "block "
                                + (shapes.size() + 1)
                                + " of "
                                + blocks
                                + " over samples of shape "
                                + shape,
                        "take fewer blocks, smaller kernels or padding = same");
            }
            ConvolutionShape convolution = block.padding().shape(map, block.filters(), window);
            shapes.add(convolution);
            map = convolution.output();
        }
        if (code == Code.CONVOLUTIONAL) {
            requireCode(spec, map);
        }
    }

    /**
     * What the first layer sees.
     *
     * @throws HourglassException with CONFIGURATION where the samples are not what the architecture
     *     takes
     */
    static MapShape input(NetworkSpec spec) {
        boolean signal = spec.settings().architecture() == Architecture.CONV1D;
        List<Integer> shape = spec.shape();
        if (shape.size() != (signal ? 2 : 3)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    signal
                            ? "conv1d needs signals, [samples, leads]"
                            : "conv2d needs images, [height, width, channels]",
                    "network.architecture; the dataset's samples are " + shape,
                    "choose another network.architecture: dense takes every shape");
        }
        return signal
                ? new MapShape(1, shape.get(0), shape.get(1))
                : new MapShape(shape.get(0), shape.get(1), shape.get(2));
    }

    /**
     * Checks that what the encoder leaves can be the code.
     *
     * @throws HourglassException with CONFIGURATION where it is not as wide as the bottleneck
     */
    static void requireCode(NetworkSpec spec, MapShape map) {
        if (map.elements() != spec.bottleneck()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The code is the last block's output, " + map.elements() + " wide",
                    "network.bottleneck = "
                            + spec.bottleneck()
                            + " over samples of shape "
                            + spec.shape(),
                    "set network.bottleneck="
                            + map.elements()
                            + ", or choose a network whose code a dense layer makes");
        }
    }

    private EngineLayer convolution(String name, ConvolutionShape shape, Nonlinearity f) {
        return new EngineLayer(name, new Convolution(shape, f), weights);
    }

    private EngineLayer transposed(String name, ConvolutionShape shape, Nonlinearity f) {
        return new EngineLayer(name, new TransposedConvolution(shape, f), weights);
    }
}
