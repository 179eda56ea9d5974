package dev.hourglass.network;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.layer.Axes;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.Activation;

/**
 * The layers of a convolutional autoencoder. A signal is an image one position wide, so that the
 * same layers serve {@code conv2d} and {@code conv1d}.
 */
final class ConvolutionalLayers {
    private final NetworkSpec spec;
    private final boolean signal;
    private final List<Block> blocks;
    private final Code code;
    private final Activation hidden;

    /** The size before the first block, and after each. */
    private final List<Size> sizes = new ArrayList<>();

    private NeuralNetConfiguration.ListBuilder layers;
    private int count;

    private record Size(int height, int width, int channels) {
        int elements() {
            return Math.multiplyExact(Math.multiplyExact(height, width), channels);
        }
    }

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
                        .activation();
        measure();
    }

    void addTo(NeuralNetConfiguration.ListBuilder target) {
        layers = target;
        Size input = sizes.get(0);
        Size innermost = sizes.get(sizes.size() - 1);
        preprocess(true, input);
        for (int i = 0; i < blocks.size(); i++) {
            addConvolution(i);
        }
        preprocess(false, innermost);
        if (code == Code.DENSE) {
            add(
                    Networks.dense(
                            Networks.BOTTLENECK,
                            innermost.elements(),
                            spec.bottleneck(),
                            Activation.IDENTITY));
            add(Networks.dense("decoder-0", spec.bottleneck(), innermost.elements(), hidden));
        } else {
            add(
                    new ActivationLayer.Builder()
                            .activation(Activation.IDENTITY)
                            .name(Networks.BOTTLENECK)
                            .build());
        }
        preprocess(true, innermost);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            addTransposed(i);
        }
        preprocess(false, input);
    }

    private void measure() {
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
        Size size =
                signal
                        ? new Size(shape.get(0), 1, shape.get(1))
                        : new Size(shape.get(0), shape.get(1), shape.get(2));
        sizes.add(size);
        for (Block block : blocks) {
            size =
                    new Size(
                            block.padding()
                                    .outputSize(size.height(), block.kernel(), block.stride()),
                            widthAfter(size.width(), block),
                            block.filters());
            if (size.height() < 1 || size.width() < 1) {
                throw new HourglassException(
                        ErrorCode.CONFIGURATION,
                        "A block's kernel is larger than what is left of the input",
                        "block "
                                + sizes.size()
                                + " of "
                                + blocks
                                + " over samples of shape "
                                + shape,
                        "take fewer blocks, smaller kernels or padding = same");
            }
            sizes.add(size);
        }
        if (code == Code.CONVOLUTIONAL && size.elements() != spec.bottleneck()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The code is the last block's output, " + size.elements() + " wide",
                    "network.bottleneck = " + spec.bottleneck() + " over samples of shape " + shape,
                    "set network.bottleneck="
                            + size.elements()
                            + ", or let a dense layer make the code");
        }
    }

    private int widthAfter(int width, Block block) {
        return signal ? 1 : block.padding().outputSize(width, block.kernel(), block.stride());
    }

    private void addConvolution(int index) {
        Block block = blocks.get(index);
        boolean isCode = code == Code.CONVOLUTIONAL && index == blocks.size() - 1;
        Activation activation = isCode ? Activation.IDENTITY : hidden;
        add(
                new ConvolutionLayer.Builder(kernel(block))
                        .name("encoder-" + (index + 1))
                        .stride(stride(block))
                        .nIn(sizes.get(index).channels())
                        .nOut(block.filters())
                        .convolutionMode(block.padding().mode())
                        .activation(activation)
                        .weightInit(Networks.initialisation(activation))
                        .build());
    }

    /** Mirrors block {@code index}: from the size after it back to the size before it. */
    private void addTransposed(int index) {
        Block block = blocks.get(index);
        Size from = sizes.get(index + 1);
        Size to = sizes.get(index);
        Activation activation = index == 0 ? spec.settings().output().activation() : hidden;
        add(
                new Deconvolution2D.Builder(kernel(block))
                        .name(index == 0 ? "reconstruction" : "decoder-" + (blocks.size() - index))
                        .stride(stride(block))
                        .nIn(from.channels())
                        .nOut(to.channels())
                        .convolutionMode(block.padding().mode())
                        .activation(activation)
                        .weightInit(Networks.initialisation(activation))
                        .build());
        int extraHeight =
                block.padding().transposedSize(from.height(), block.kernel(), block.stride())
                        - to.height();
        int extraWidth =
                signal
                        ? 0
                        : block.padding()
                                        .transposedSize(
                                                from.width(), block.kernel(), block.stride())
                                - to.width();
        if (extraHeight > 0 || extraWidth > 0) {
            add(
                    new Cropping2D.Builder(0, Math.max(extraHeight, 0), 0, Math.max(extraWidth, 0))
                            .build());
        }
        if (extraHeight < 0 || extraWidth < 0) {
            add(
                    new ZeroPaddingLayer.Builder(
                                    0, Math.max(-extraHeight, 0), 0, Math.max(-extraWidth, 0))
                            .build());
        }
    }

    private int[] kernel(Block block) {
        return new int[] {block.kernel(), signal ? 1 : block.kernel()};
    }

    private int[] stride(Block block) {
        return new int[] {block.stride(), signal ? 1 : block.stride()};
    }

    private void add(Layer layer) {
        layers.layer(layer);
        count++;
    }

    private void preprocess(boolean flatInput, Size size) {
        layers.inputPreProcessor(
                count, new Axes(flatInput, size.height(), size.width(), size.channels()));
    }
}
