package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** An {@link EngineLayer} in a network. */
final class EngineLayerNetworkPart extends BaseLayer<EngineLayer> {
    private final transient Operation operation;
    private final transient Engine engine;
    private transient INDArray output;

    EngineLayerNetworkPart(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
        operation = layerConf().operation();
        engine = layerConf().engine(type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        if (input.rank() != 2 || input.size(1) != operation.inputs()) {
            throw new IllegalArgumentException(
                    "layer "
                            + layerConf().getLayerName()
                            + " takes [batch, "
                            + operation.inputs()
                            + "], not "
                            + Shape.shapeToStringShort(input));
        }
        input = rowMajor(input, ArrayType.INPUT, workspaces);
        output =
                workspaces.createUninitialized(
                        ArrayType.ACTIVATIONS,
                        input.dataType(),
                        new long[] {input.size(0), operation.outputs()},
                        'c');
        operation.forward(engine, params, input, output, training);
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray dy = rowMajor(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        // Nobody asks for the gradient of the data.
        INDArray dx =
                getIndex() == 0
                        ? null
                        : workspaces.createUninitialized(
                                ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
        Map<String, INDArray> gradients = gradientViews == null ? Map.of() : gradientViews;
        operation.backward(engine, params, input, output, dy, gradients, dx);
        if (dx != null) {
            dx = backpropDropOutIfPresent(dx);
        }
        Gradient gradient = new DefaultGradient();
        gradients.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, dx);
    }

    @Override
    public boolean updaterDivideByMinibatch(String parameter) {
        return EngineLayerParameters.INSTANCE.isLearnt(layerConf(), parameter);
    }

    @Override
    public void allowInputModification(boolean allow) {
        // Dropout in place would change the output from which the layer before tells its
        // derivative.
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    private static INDArray rowMajor(INDArray array, ArrayType type, LayerWorkspaceMgr spaces) {
        boolean gapless = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        return gapless ? array : spaces.dup(type, array, 'c');
    }
}
