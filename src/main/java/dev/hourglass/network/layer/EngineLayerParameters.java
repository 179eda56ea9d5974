package dev.hourglass.network.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Cuts a layer's stretch of the network's parameter vector into the arrays of its operation. */
final class EngineLayerParameters implements ParamInitializer {
    static final EngineLayerParameters INSTANCE = new EngineLayerParameters();

    private EngineLayerParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return parameters(layer).stream().mapToLong(Parameter::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return parameters(layer).stream().map(Parameter::name).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream().filter(name -> isWeightParam(layer, name)).toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(name -> isBiasParam(layer, name)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return is(layer, key, Parameter.Kind.WEIGHT);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return is(layer, key, Parameter.Kind.BIAS);
    }

    /** Whether the layer's parameter of that name is learnt by descending its gradient. */
    boolean isLearnt(Layer layer, String key) {
        return parameters(layer).stream()
                .anyMatch(parameter -> parameter.name().equals(key) && parameter.isLearnt());
    }

    @Override
    public Map<String, INDArray> init(
            NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        Map<String, INDArray> arrays = getGradientsFromFlattened(configuration, view);
        EngineLayer layer = (EngineLayer) configuration.getLayer();
        if (initialize) {
            for (Parameter parameter : parameters(layer)) {
                INDArray array = arrays.get(parameter.name());
                if (parameter.kind() != Parameter.Kind.WEIGHT) {
                    array.assign(parameter.kind().beginning());
                } else {
                    WeightInitUtil.initWeights(
                            parameter.fanIn(),
                            parameter.fans() - parameter.fanIn(),
                            array.shape(),
                            layer.initialisation(),
                            null,
                            'c',
                            array);
                }
            }
            layer.operation().begin(arrays);
        }
        parameters(layer).forEach(parameter -> configuration.addVariable(parameter.name()));
        return arrays;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
            NeuralNetConfiguration configuration, INDArray view) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        long start = 0;
        for (Parameter parameter : parameters(configuration.getLayer())) {
            long end = start + parameter.length();
            INDArray stretch =
                    view.get(NDArrayIndex.interval(0, 0, true), NDArrayIndex.interval(start, end));
            arrays.put(parameter.name(), stretch.reshape('c', parameter.dimensions()));
            start = end;
        }
        return arrays;
    }

    private static boolean is(Layer layer, String key, Parameter.Kind kind) {
        return parameters(layer).stream()
                .anyMatch(parameter -> parameter.name().equals(key) && parameter.kind() == kind);
    }

    private static List<Parameter> parameters(Layer layer) {
        return ((EngineLayer) layer).operation().parameters();
    }
}
