package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ReconstructionLossLayerTest {
    private static final INDArray INPUT = random(1, 5, 3);
    private static final INDArray LABELS = random(2, 5, 4);

    @Test
    void lossAndGradientsAreThoseOfTheStockLayer() {
        MultiLayerNetwork ours =
                network(new ReconstructionLossLayer("loss", 4, LossFunction.SQUARED_ERROR), false);
        MultiLayerNetwork stock = network(SmallAutoencoder.loss(4), true);
        for (MultiLayerNetwork network : List.of(ours, stock)) {
            network.setInput(INPUT);
            network.setLabels(LABELS);
            network.computeGradientAndScore();
        }
        assertThat(ours.score()).isCloseTo(stock.score(), within(1e-6));
        float[] divided = stock.getGradientsViewArray().div(INPUT.size(0)).data().asFloat();
        assertThat(ours.getGradientsViewArray().dup().data().asFloat())
                .containsExactly(divided, withPrecision(1e-6f));
    }

    @Test
    void theLossIsKnownWithoutAGradientToo() {
        MultiLayerNetwork network =
                network(new ReconstructionLossLayer("loss", 4, LossFunction.SQUARED_ERROR), false);
        INDArray difference = network.output(INPUT).sub(LABELS);
        double expected = difference.mul(difference).meanNumber().doubleValue();
        assertThat(network.score(new DataSet(INPUT, LABELS))).isCloseTo(expected, within(1e-6));
    }

    @Test
    void otherLabelsHaveALossOfTheirOwn() {
        NeuralNetConfiguration configuration =
                new NeuralNetConfiguration.Builder()
                        .layer(new ReconstructionLossLayer("loss", 4, LossFunction.SQUARED_ERROR))
                        .build();
        IOutputLayer layer =
                (IOutputLayer)
                        configuration
                                .getLayer()
                                .instantiate(
                                        configuration, List.of(), 0, null, false, DataType.FLOAT);
        layer.setInput(LABELS.dup(), LayerWorkspaceMgr.noWorkspaces());
        layer.setLabels(LABELS);
        assertThat(layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces())).isZero();
        layer.setLabels(LABELS.add(2));
        assertThat(layer.computeScore(0, true, LayerWorkspaceMgr.noWorkspaces()))
                .isCloseTo(4, within(1e-5));
    }

    private static MultiLayerNetwork network(LossLayer loss, boolean divideByBatch) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(
                        new NeuralNetConfiguration.Builder()
                                .seed(3)
                                .miniBatch(divideByBatch)
                                .list()
                                .layer(
                                        new EngineLayer(
                                                "dense",
                                                new Dense(3, 4, Nonlinearity.TANH),
                                                WeightInit.XAVIER))
                                .layer(loss)
                                .build());
        network.init();
        return network;
    }

    private static INDArray random(long seed, long... shape) {
        return Nd4j.rand(0, 1, Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
    }
}
