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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The mean over batch and elements of (output − label)². Unlike the stock layer it computes the
 * difference once for loss and gradient, and the gradient is that of the mean: the network has to
 * be configured with {@code miniBatch(false)}, or it would divide by the batch again.
 */
public final class SquaredErrorLoss extends LossLayer {
    private static final long serialVersionUID = 1;

    /**
     * @param elements of an output row
     */
    public SquaredErrorLoss(String name, int elements) {
        super(new Builder(LossFunction.MSE).name(name).activation(Activation.IDENTITY));
        setNIn(elements);
        setNOut(elements);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameterView,
            boolean initialize,
            DataType type) {
        NetworkPart layer = new NetworkPart(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamTable(initializer().init(configuration, parameterView, initialize));
        return layer;
    }

    private static final class NetworkPart extends org.deeplearning4j.nn.layers.LossLayer {
        private static final long serialVersionUID = 1;

        /** Of the input and labels that are set; NaN until it is known. */
        private double loss = Double.NaN;

        NetworkPart(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
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
            INDArray difference =
                    workspaces.createUninitialized(
                            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
            input.sub(labels, difference);
            loss = meanSquare(difference);
            difference.muli(2.0 / difference.length());
            return new Pair<>(new DefaultGradient(), difference);
        }

        @Override
        public double computeScore(
                double regularization, boolean training, LayerWorkspaceMgr workspaces) {
            if (Double.isNaN(loss)) {
                loss = meanSquare(input.sub(labels));
            }
            return loss + regularization;
        }

        private static double meanSquare(INDArray difference) {
            return Nd4j.getBlasWrapper().dot(difference, difference) / difference.length();
        }
    }
}
