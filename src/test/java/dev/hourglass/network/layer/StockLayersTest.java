package dev.hourglass.network.layer;

import static dev.hourglass.network.layer.Pass.assertAgree;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nd4jEngine;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import dev.hourglass.network.onednn.OnednnEngine;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Both engines against DL4J's own layers, which order a map's numbers as channels, rows, columns.
 */
class StockLayersTest {
    private static final double TOLERANCE = 1e-4;
    private static final long BATCH = 3;

    private final List<Engine> engines =
            List.of(new OnednnEngine(Precision.FLOAT32), new Nd4jEngine());
    private final Random random = new Random(3);

    @Test
    void denseIsDl4jsDense() {
        Pass pass = pass(new Dense(7, 5, Nonlinearity.TANH));
        compare(
                pass,
                new DenseLayer.Builder().nIn(7).nOut(5).activation(Activation.TANH).build(),
                null,
                null);
    }

    @Test
    void samePaddedConvolutionsAreDl4js() {
        for (int stride = 1; stride <= 3; stride++) {
            // DL4J refuses a kernel smaller than the stride.
            for (int kernel = stride; kernel <= 5; kernel++) {
                ConvolutionShape shape =
                        ConvolutionShape.same(
                                new MapShape(8, 9, 3), 4, Window.square(kernel, stride));
                compareConvolution(shape, ConvolutionMode.Same, 0);
            }
        }
    }

    @Test
    void paddedConvolutionsAreDl4js() {
        for (int padding = 0; padding < 3; padding++) {
            ConvolutionShape shape =
                    ConvolutionShape.padded(
                            new MapShape(8, 9, 3), 4, Window.square(3, 2), padding, padding);
            compareConvolution(shape, ConvolutionMode.Truncate, padding);
        }
    }

    @Test
    void samePaddedTransposedConvolutionsAreDl4js() {
        for (int stride = 1; stride <= 3; stride++) {
            for (int kernel = stride; kernel <= 5; kernel++) {
                ConvolutionShape shape =
                        ConvolutionShape.transposedSame(
                                new MapShape(4, 5, 3), 2, Window.square(kernel, stride));
                compareTransposed(shape, ConvolutionMode.Same, 0);
            }
        }
    }

    @Test
    void paddedTransposedConvolutionsAreDl4js() {
        for (int padding = 0; padding < 3; padding++) {
            ConvolutionShape shape =
                    ConvolutionShape.transposedPadded(
                            new MapShape(4, 5, 3), 2, Window.square(3, 2), padding, padding, 0, 0);
            compareTransposed(shape, ConvolutionMode.Truncate, padding);
        }
    }

    @Test
    void maxPoolingIsDl4jsSubsampling() {
        MapShape map = new MapShape(7, 9, 3);
        for (int padding = 0; padding < 2; padding++) {
            ConvolutionShape shape =
                    ConvolutionShape.padded(map, 3, Window.square(3, 2), padding, padding);
            Layer stock =
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(3, 3)
                            .stride(2, 2)
                            .padding(padding, padding)
                            .convolutionMode(ConvolutionMode.Truncate)
                            .build();
            compare(pass(new MaxPooling(shape)), stock, map, shape.output());
        }
    }

    @Test
    void upsamplingIsDl4js() {
        ConvolutionShape shape =
                ConvolutionShape.transposedSame(new MapShape(4, 5, 3), 3, new Window(2, 3, 2, 3));
        compare(
                pass(new Upsampling(shape)),
                new Upsampling2D.Builder().size(new int[] {2, 3}).build(),
                shape.output(),
                shape.input());
    }

    @Test
    void batchNormalisationIsDl4js() {
        MapShape map = new MapShape(4, 5, 3);
        Layer stock =
                new BatchNormalization.Builder()
                        .nIn(3)
                        .nOut(3)
                        .eps(Engine.EPSILON)
                        .decay(BatchNormalisation.DECAY)
                        .useLogStd(false)
                        .build();
        compare(pass(new BatchNormalisation(map, Nonlinearity.IDENTITY)), stock, map, map);
    }

    private void compareConvolution(ConvolutionShape shape, ConvolutionMode mode, int padding) {
        Layer stock =
                new ConvolutionLayer.Builder(shape.kernelHeight(), shape.kernelWidth())
                        .stride(shape.strideHeight(), shape.strideWidth())
                        .padding(padding, padding)
                        .convolutionMode(mode)
                        .nIn(shape.input().channels())
                        .nOut(shape.output().channels())
                        .activation(Activation.SIGMOID)
                        .build();
        Operation operation = new Convolution(shape, Nonlinearity.SIGMOID);
        compare(pass(operation), stock, shape.input(), shape.output());
    }

    private void compareTransposed(ConvolutionShape shape, ConvolutionMode mode, int padding) {
        Layer stock =
                new Deconvolution2D.Builder(shape.kernelHeight(), shape.kernelWidth())
                        .stride(shape.strideHeight(), shape.strideWidth())
                        .padding(padding, padding)
                        .convolutionMode(mode)
                        .nIn(shape.output().channels())
                        .nOut(shape.input().channels())
                        .activation(Activation.SIGMOID)
                        .build();
        Operation operation = new TransposedConvolution(shape, Nonlinearity.SIGMOID);
        compare(pass(operation), stock, shape.output(), shape.input());
    }

    private Pass pass(Operation operation) {
        return Pass.random(operation, DataType.FLOAT, BATCH, random);
    }

    /**
     * @param in the shape of what goes in; null where rows go in and out
     */
    private void compare(Pass pass, Layer stock, MapShape in, MapShape out) {
        MultiLayerNetwork network = network(stock);
        pass.parameters().forEach((name, values) -> network.setParam("0_" + name, values));
        INDArray inference = network.output(channelsFirst(pass.x(), in), false);
        network.setInput(channelsFirst(pass.x(), in));
        INDArray output = network.feedForward(true, false).get(1);
        INDArray y = channelsLast(output, out);
        Pair<Gradient, INDArray> backward =
                network.backpropGradient(channelsFirst(pass.dy(), out), null);
        Map<String, INDArray> gradients = backward.getFirst().gradientForVariable();
        for (Engine engine : engines) {
            String what = engine.name() + ", " + pass.operation() + ": ";
            assertAgree(what + "output", pass.forward(engine, true), y, TOLERANCE);
            assertAgree(
                    what + "inference",
                    pass.forward(engine, false),
                    channelsLast(inference, out),
                    TOLERANCE);
            Pass.Result result = pass.run(engine);
            assertAgree(
                    what + "input gradient",
                    result.dx(),
                    channelsLast(backward.getSecond(), in),
                    TOLERANCE);
            result.gradients()
                    .forEach(
                            (name, gradient) ->
                                    assertAgree(
                                            what + name,
                                            gradient,
                                            gradients
                                                    .get("0_" + name)
                                                    .reshape('c', gradient.shape()),
                                            TOLERANCE));
        }
    }

    private static MultiLayerNetwork network(Layer layer) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(
                        new NeuralNetConfiguration.Builder()
                                .trainingWorkspaceMode(WorkspaceMode.NONE)
                                .inferenceWorkspaceMode(WorkspaceMode.NONE)
                                .list()
                                .layer(layer)
                                .build());
        network.init();
        return network;
    }

    private static INDArray channelsFirst(INDArray rows, MapShape map) {
        if (map == null) {
            return rows.dup('c');
        }
        return rows.reshape('c', rows.size(0), map.height(), map.width(), map.channels())
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    private static INDArray channelsLast(INDArray maps, MapShape map) {
        if (map == null) {
            return maps;
        }
        return maps.permute(0, 2, 3, 1).dup('c').reshape('c', maps.size(0), map.elements());
    }
}
