package dev.hourglass.network.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Cuts a layer's stretch of the network's parameter vector into the arrays of its operation. */
final class EngineLayerParameters implements ParamInitializer {
    static final EngineLayerParameters INSTANCE = new EngineLayerParameters();

    /**
     * Variance 2 / (inputs + outputs) (Glorot and Bengio 2010); biases begin with zeros. With 2 /
     * inputs, which He et al. give to rectifiers, codes and reconstructions begin far too large,
     * and training takes twice as many epochs or more to the same loss; with 1 / inputs (LeCun et
     * al. 1998) a little longer, and clusters in the codes of images agree less with their labels.
     */
    private static final WeightInit INITIALISATION = WeightInit.XAVIER_UNIFORM;

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
                .anyMatch(parameter -> parameter.name().equals(key) && parameter.kind().learnt());
    }

    @Override
    public Map<String, INDArray> init(
            NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        Map<String, INDArray> arrays = getGradientsFromFlattened(configuration, view);
        if (initialize) {
            for (Parameter parameter : parameters(configuration.getLayer())) {
                INDArray array = arrays.get(parameter.name());
                if (parameter.kind() != Parameter.Kind.WEIGHT) {
                    array.assign(parameter.kind().beginning());
                } else {
                    WeightInitUtil.initWeights(
                            parameter.fanIn(),
                            parameter.fanOut(),
                            array.shape(),
                            INITIALISATION,
                            null,
                            'c',
                            array);
                }
            }
        }
        parameters(configuration.getLayer())
                .forEach(parameter -> configuration.addVariable(parameter.name()));
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
