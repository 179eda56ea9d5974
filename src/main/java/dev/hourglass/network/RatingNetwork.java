package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.network.layer.PairEmbeddings;
import dev.hourglass.network.layer.ReconstructionLossLayer;
import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** A network that has to do with ratings: what its layers are, without weights. */
public sealed interface RatingNetwork extends Serializable {
    /** Numbers of a row that goes in. */
    int inputs();

    /** Numbers of a row that comes out. */
    int outputs();

    /** The layers with their loss. */
    MultiLayerConfiguration configuration(long seed);

    /**
     * An autoencoder of one hidden layer, x ↦ D σ(W x + b) + c, whose loss counts elements of the
     * target that are not zero (Sedhain, Menon, Sanner and Xie 2015).
     *
     * @param elements of a row
     * @param width of the hidden layer
     */
    record Autoencoder(int elements, int width) implements RatingNetwork {
        @Override
        public int inputs() {
            return elements;
        }

        @Override
        public int outputs() {
            return elements;
        }

        @Override
        public MultiLayerConfiguration configuration(long seed) {
            return layers(seed)
                    .layer(
                            Networks.dense(
                                    Networks.BOTTLENECK,
                                    elements,
                                    width,
                                    Nonlinearity.SIGMOID,
                                    WeightInit.XAVIER))
                    .layer(
                            Networks.dense(
                                    "reconstruction",
                                    width,
                                    elements,
                                    Nonlinearity.IDENTITY,
                                    WeightInit.XAVIER))
                    .layer(
                            new ReconstructionLossLayer(
                                    "loss", elements, LossFunction.OBSERVED_SQUARED_ERROR))
                    .build();
        }
    }

    /**
     * A network of rectified layers from embeddings of a user and an item, and features of both, to
     * one number.
     *
     * @param embedding width of an embedding; 0 for none
     * @param features numbers besides the indices of user and item
     * @param widths of the hidden layers
     */
    record Deep(int users, int items, int embedding, int features, List<Integer> widths)
            implements RatingNetwork {
        public Deep {
            widths = List.copyOf(widths);
        }

        @Override
        public int inputs() {
            return first().inputs();
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public MultiLayerConfiguration configuration(long seed) {
            NeuralNetConfiguration.ListBuilder layers =
                    layers(seed).layer(new EngineLayer("embeddings", first(), WeightInit.XAVIER));
            int width = first().outputs();
            for (int i = 0; i < widths.size(); i++) {
                layers.layer(
                        Networks.dense(
                                "hidden-" + (i + 1),
                                width,
                                widths.get(i),
                                Nonlinearity.RELU,
                                WeightInit.XAVIER));
                width = widths.get(i);
            }
            return layers.layer(
                            Networks.dense(
                                    "rating", width, 1, Nonlinearity.IDENTITY, WeightInit.XAVIER))
                    .layer(new ReconstructionLossLayer("loss", 1, LossFunction.SQUARED_ERROR))
                    .build();
        }

        private PairEmbeddings first() {
            return new PairEmbeddings(users, items, embedding, features);
        }
    }

    private static NeuralNetConfiguration.ListBuilder layers(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .miniBatch(false)
                .updater(new NoOp())
                .list();
    }
}
