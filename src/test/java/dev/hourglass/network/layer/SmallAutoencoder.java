package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network with every kind of layer, for images of 8 × 8 and two channels. */
final class SmallAutoencoder {
    static final MapShape IMAGE = new MapShape(8, 8, 2);

    private SmallAutoencoder() {}

    static MultiLayerConfiguration network(EngineSettings.Name engine) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(1e-2)).list();
        operations().forEach(operation -> list.layer(layer(operation, engine)));
        return list.layer(loss(IMAGE.elements())).build();
    }

    static ComputationGraphConfiguration graph(EngineSettings.Name engine) {
        ComputationGraphConfiguration.GraphBuilder builder =
                new NeuralNetConfiguration.Builder()
                        .seed(3)
                        .updater(new Adam(1e-2))
                        .graphBuilder()
                        .addInputs("in");
        String last = "in";
        for (Operation operation : operations()) {
            String name = last + "-";
            builder.addLayer(name, layer(operation, engine), last);
            last = name;
        }
        return builder.addLayer("out", loss(IMAGE.elements()), last).setOutputs("out").build();
    }

    private static List<Operation> operations() {
        ConvolutionShape outer = ConvolutionShape.same(IMAGE, 6, Window.square(3, 1));
        ConvolutionShape pool = ConvolutionShape.valid(outer.output(), 6, Window.square(2, 2));
        ConvolutionShape inner = ConvolutionShape.same(pool.output(), 5, Window.square(3, 2));
        int width = inner.output().elements();
        return List.of(
                new Convolution(outer, Nonlinearity.IDENTITY),
                new BatchNormalisation(outer.output(), Nonlinearity.RELU),
                new MaxPooling(pool),
                new Convolution(inner, Nonlinearity.ELU),
                new Dense(width, 7, Nonlinearity.IDENTITY),
                new Dense(7, width, Nonlinearity.LEAKY_RELU),
                new TransposedConvolution(inner, Nonlinearity.RELU),
                new Upsampling(pool),
                new TransposedConvolution(outer, Nonlinearity.IDENTITY));
    }

    static EngineLayer layer(Operation operation, EngineSettings.Name engine) {
        return new EngineLayer(
                "layer",
                operation,
                WeightInit.XAVIER,
                new EngineSettings(engine, 1, Precision.FLOAT32));
    }

    static LossLayer loss(int width) {
        LossLayer loss =
                new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build();
        loss.setNIn(width);
        loss.setNOut(width);
        return loss;
    }
}
