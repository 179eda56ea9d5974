package dev.hourglass.network.layer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A whole dense autoencoder whose decoder uses the encoder's weights, transposed: layer i of the
 * encoder is f(x W_i + b_i), its mirror in the decoder f(h W_iᵀ + c_i). One layer, because DL4J
 * gives every layer parameters of its own. The gradient of W_i is the sum over both uses.
 */
public final class TiedDense extends SameDiffLayer {
    private List<Integer> widths;
    private Activation hidden;
    private Activation output;

    /**
     * @param widths of the input, the hidden layers and the bottleneck, in this order
     * @param hidden activation of the hidden layers; the bottleneck is linear
     * @param output activation of the reconstruction
     */
    public TiedDense(String name, List<Integer> widths, Activation hidden, Activation output) {
        this.layerName = name;
        this.widths = List.copyOf(widths);
        this.hidden = hidden;
        this.output = output;
        this.weightInit = WeightInit.XAVIER;
    }

    @Override
    public void defineParameters(SDLayerParams parameters) {
        parameters.clear();
        for (int i = 0; i + 1 < widths.size(); i++) {
            parameters.addWeightParam("W" + i, widths.get(i), widths.get(i + 1));
            parameters.addBiasParam("b" + i, 1, widths.get(i + 1));
            parameters.addBiasParam("c" + i, 1, widths.get(i));
        }
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
        for (Map.Entry<String, INDArray> parameter : parameters.entrySet()) {
            INDArray view = parameter.getValue();
            if (parameter.getKey().startsWith("W")) {
                WeightInitUtil.initWeights(
                        view.size(0), view.size(1), view.shape(), weightInit, null, 'c', view);
            } else {
                view.assign(0);
            }
        }
    }

    @Override
    public SDVariable defineLayer(
            SameDiff graph, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
        int last = widths.size() - 2;
        SDVariable x = input;
        for (int i = 0; i <= last; i++) {
            x = x.mmul(parameters.get("W" + i)).add(parameters.get("b" + i));
            x = i < last ? hidden.asSameDiff(graph, x) : x;
        }
        for (int i = last; i >= 0; i--) {
            x =
                    graph.mmul(x, parameters.get("W" + i), false, true, false)
                            .add(parameters.get("c" + i));
            x = (i > 0 ? hidden : output).asSameDiff(graph, x);
        }
        return x;
    }

    /**
     * A layer whose gradients are right: DL4J 1.0.0-M2 passes the gradient of a SameDiff layer's
     * output through the graph twice, which doubles every derivative.
     */
    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameterView,
            boolean initialize,
            DataType type) {
        org.deeplearning4j.nn.layers.samediff.SameDiffLayer layer =
                new org.deeplearning4j.nn.layers.samediff.SameDiffLayer(configuration, type) {
                    @Override
                    public Pair<Gradient, INDArray> backpropGradient(
                            INDArray epsilon, LayerWorkspaceMgr workspaces) {
                        return super.backpropGradient(epsilon.muli(0.5), workspaces);
                    }
                };
        layer.setIndex(index);
        layer.setParamsViewArray(parameterView);
        layer.setParamTable(initializer().init(configuration, parameterView, initialize));
        return layer;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType input) {
        return InputType.feedForward(widths.get(0));
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        // The widths say it.
    }

    /**
     * The code of a batch.
     *
     * @param input [batch, elements]
     * @param parameters this layer's parameter table
     * @return [batch, bottleneck]
     */
    public INDArray encode(INDArray input, Map<String, INDArray> parameters) {
        int last = widths.size() - 2;
        INDArray x = input;
        for (int i = 0; i <= last; i++) {
            x = x.mmul(parameters.get("W" + i)).addiRowVector(parameters.get("b" + i));
            x = i < last ? hidden.getActivationFunction().getActivation(x, false) : x;
        }
        return x;
    }

    /**
     * The reconstruction of codes.
     *
     * @param code [batch, bottleneck]
     * @param parameters this layer's parameter table
     * @return [batch, elements]
     */
    public INDArray decode(INDArray code, Map<String, INDArray> parameters) {
        INDArray x = code;
        for (int i = widths.size() - 2; i >= 0; i--) {
            x = x.mmul(parameters.get("W" + i).transpose()).addiRowVector(parameters.get("c" + i));
            x = (i > 0 ? hidden : output).getActivationFunction().getActivation(x, false);
        }
        return x;
    }
}
