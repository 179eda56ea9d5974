package dev.hourglass.bench;

import dev.hourglass.network.engine.NativeThreads;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A measured network of DL4J's own layers, trained by DL4J on one random batch. */
final class StockReplica implements AutoCloseable {
    /** The layer that makes the code, in both networks. */
    private static final int BOTTLENECK = 3;

    private final MultiLayerNetwork network;
    private final INDArray batch;

    private StockReplica(NeuralNetConfiguration.ListBuilder layers, long... batch) {
        NativeThreads.limit();
        this.network = new MultiLayerNetwork(layers.build());
        this.batch = Nd4j.rand(batch);
        network.init();
    }

    /** {@link MeasuredNetwork#CAE}, channels first. */
    static StockReplica convolutional(int rows) {
        return new StockReplica(convolutional(), rows, 1, 28, 28);
    }

    /** {@link MeasuredNetwork#DEEP}. */
    static StockReplica deep(int rows) {
        return new StockReplica(deep(), rows, 784);
    }

    /** One step of training. */
    void train() {
        network.fit(batch, batch);
    }

    /** Codes of the batch. */
    void encode() {
        network.feedForwardToLayer(BOTTLENECK, batch, false);
    }

    @Override
    public void close() {
        network.close();
        batch.close();
    }

    /** The encoder of {@link MeasuredNetwork#CAE}, channels first. */
    static MultiLayerNetwork convolutionalEncoder() {
        MultiLayerNetwork encoder =
                new MultiLayerNetwork(
                        encoderLayers().setInputType(InputType.convolutional(28, 28, 1)).build());
        encoder.init();
        return encoder;
    }

    private static NeuralNetConfiguration.ListBuilder encoderLayers() {
        return list()
                .layer(convolution(5, 32, ConvolutionMode.Same))
                .layer(convolution(5, 64, ConvolutionMode.Same))
                .layer(convolution(3, 128, ConvolutionMode.Truncate))
                .layer(dense(10, Activation.IDENTITY));
    }

    private static NeuralNetConfiguration.ListBuilder convolutional() {
        return encoderLayers()
                .layer(dense(1152, Activation.RELU))
                .inputPreProcessor(5, new FeedForwardToCnnPreProcessor(3, 3, 128))
                .layer(transposed(3, 64, ConvolutionMode.Truncate, Activation.RELU))
                .layer(transposed(5, 32, ConvolutionMode.Same, Activation.RELU))
                .layer(transposed(5, 1, ConvolutionMode.Same, Activation.IDENTITY))
                .layer(
                        new CnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build())
                .setInputType(InputType.convolutional(28, 28, 1));
    }

    private static NeuralNetConfiguration.ListBuilder deep() {
        return list()
                .layer(dense(1000, Activation.SIGMOID))
                .layer(dense(500, Activation.SIGMOID))
                .layer(dense(250, Activation.SIGMOID))
                .layer(dense(30, Activation.IDENTITY))
                .layer(dense(250, Activation.SIGMOID))
                .layer(dense(500, Activation.SIGMOID))
                .layer(dense(1000, Activation.SIGMOID))
                .layer(
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(784)
                                .activation(Activation.SIGMOID)
                                .build())
                .setInputType(InputType.feedForward(784));
    }

    private static NeuralNetConfiguration.ListBuilder list() {
        return new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
    }

    private static ConvolutionLayer convolution(int kernel, int filters, ConvolutionMode mode) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(2, 2)
                .convolutionMode(mode)
                .nOut(filters)
                .activation(Activation.RELU)
                .build();
    }

    private static Deconvolution2D transposed(
            int kernel, int channels, ConvolutionMode mode, Activation f) {
        return new Deconvolution2D.Builder(kernel, kernel)
                .stride(2, 2)
                .convolutionMode(mode)
                .nOut(channels)
                .activation(f)
                .build();
    }

    private static DenseLayer dense(int width, Activation f) {
        return new DenseLayer.Builder().nOut(width).activation(f).build();
    }
}
