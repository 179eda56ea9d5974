package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A DL4J layer that computes an {@link Operation} with one of our engines. It tells its derivative
 * from its output, so no layer that changes its input in place may follow: none of DL4J's own with
 * dropout.
 */
public final class EngineLayer extends BaseLayer {
    private static final long serialVersionUID = 1;

    private final Operation operation;
    private final WeightInit initialisation;

    /** Null for those of the JVM that computes. */
    private final EngineSettings engine;

    /**
     * @param initialisation of the weights; biases begin with zeros
     */
    public EngineLayer(String name, Operation operation, WeightInit initialisation) {
        this(name, operation, initialisation, null);
    }

    /** A layer that is computed by a certain engine wherever it is. */
    EngineLayer(
            String name, Operation operation, WeightInit initialisation, EngineSettings engine) {
        setLayerName(name);
        this.operation = operation;
        this.initialisation = initialisation;
        this.engine = engine;
    }

    public Operation operation() {
        return operation;
    }

    Engine engine(DataType type) {
        return Engines.get(engine == null ? EngineSettings.current() : engine, type);
    }

    WeightInit initialisation() {
        return initialisation;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameterView,
            boolean initialize,
            DataType type) {
        EngineLayerNetworkPart layer = new EngineLayerNetworkPart(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameterView);
        layer.setParamTable(initializer().init(configuration, parameterView, initialize));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return EngineLayerParameters.INSTANCE;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return InputType.feedForward(operation.outputs());
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        // The operation says it.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        if (initializer().isWeightParam(this, parameter)) {
            return regularization;
        }
        return initializer().isBiasParam(this, parameter) ? regularizationBias : List.of();
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        return EngineLayerParameters.INSTANCE.isLearnt(this, parameter)
                ? super.getUpdaterByParam(parameter)
                : new NoOp();
    }

    @Override
    public boolean isPretrainParam(String parameter) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        long parameters = initializer().numParams(this);
        return new LayerMemoryReport.Builder(
                        layerName, EngineLayer.class, input, getOutputType(0, input))
                .standardMemory(parameters, 2 * parameters)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
