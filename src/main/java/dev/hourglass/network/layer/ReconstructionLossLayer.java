package dev.hourglass.network.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A {@link LossFunction} of outputs and labels. Unlike the stock layers it computes what loss and
 * gradient have in common once, and the gradient is that of a mean: the network has to be
 * configured with {@code miniBatch(false)}, or it would divide by the batch again.
 */
public final class ReconstructionLossLayer extends LossLayer {
    private static final long serialVersionUID = 1;

    private final LossFunction function;

    /**
     * @param elements of an output row
     */
    public ReconstructionLossLayer(String name, int elements, LossFunction function) {
        // DL4J wants a loss of its own, which is never asked.
        super(
                new Builder(LossFunctions.LossFunction.MSE)
                        .name(name)
                        .activation(Activation.IDENTITY));
        setNIn(elements);
        setNOut(elements);
        this.function = function;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameterView,
            boolean initialize,
            DataType type) {
        NetworkPart layer = new NetworkPart(configuration, type, function);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamTable(initializer().init(configuration, parameterView, initialize));
        return layer;
    }

    private static final class NetworkPart extends org.deeplearning4j.nn.layers.LossLayer {
        private static final long serialVersionUID = 1;

        private final LossFunction function;

        /** Of the input and labels that are set; NaN until it is known. */
        private double loss = Double.NaN;

        NetworkPart(NeuralNetConfiguration configuration, DataType type, LossFunction function) {
            super(configuration, type);
            this.function = function;
        }

        @Override
        public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
            super.setInput(input, workspaces);
            loss = Double.NaN;
        }

        @Override
        public void setLabels(INDArray labels) {
            super.setLabels(labels);
            loss = Double.NaN;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(
                INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray gradient =
                    workspaces.createUninitialized(
                            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
            loss = function.differentiate(input, labels, gradient);
            return new Pair<>(new DefaultGradient(), gradient);
        }

        @Override
        public double computeScore(
                double regularization, boolean training, LayerWorkspaceMgr workspaces) {
            if (Double.isNaN(loss)) {
                loss = function.differentiate(input, labels, input.ulike());
            }
            return loss + regularization;
        }
    }
}
