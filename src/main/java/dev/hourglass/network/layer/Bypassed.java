package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two layers, one after the other, and a linear one beside them whose output is added to theirs: a
 * shortcut (He, Zhang, Ren and Sun 2016). What a linear transform can do, the network need not
 * learn through its nonlinearity. The two begin by adding nothing.
 */
public final class Bypassed implements Operation {
    private static final long serialVersionUID = 1;

    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final String BYPASS = "bypass.";

    private final Operation first;
    private final Operation second;
    private final Operation bypass;

    /** What the bypass's weights begin as, row-major. */
    private final float[] beginning;

    /**
     * @param second linear
     * @param bypass linear, of the inputs of the first and the outputs of the second
     * @param beginning the bypass's weights before training, row-major
     */
    public Bypassed(Operation first, Operation second, Operation bypass, float[] beginning) {
        if (first.inputs() != bypass.inputs()
                || first.outputs() != second.inputs()
                || second.outputs() != bypass.outputs()) {
            throw new IllegalArgumentException("layers that do not fit one another");
        }
        this.first = first;
        this.second = second;
        this.bypass = bypass;
        this.beginning = beginning.clone();
    }

    @Override
    public int inputs() {
        return bypass.inputs();
    }

    @Override
    public int outputs() {
        return bypass.outputs();
    }

    @Override
    public long multiplications() {
        return first.multiplications() + second.multiplications() + bypass.multiplications();
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.of(named(FIRST, first), named(SECOND, second), named(BYPASS, bypass))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void begin(Map<String, INDArray> parameters) {
        parameters.get(SECOND + Parameter.WEIGHTS).assign(0);
        INDArray weights = parameters.get(BYPASS + Parameter.WEIGHTS);
        weights.assign(Nd4j.create(beginning, weights.shape(), 'c'));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        INDArray hidden = hidden(engine, parameters, x, training);
        second.forward(engine, of(SECOND, parameters), hidden, y, training);
        INDArray beside = array(x, outputs());
        bypass.forward(engine, of(BYPASS, parameters), x, beside, training);
        y.addi(beside);
    }

    @Override
    public void backward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            INDArray dy,
            Map<String, INDArray> gradients,
            INDArray dx) {
        // Both linear: neither looks at its output, nor changes its gradient.
        bypass.backward(engine, of(BYPASS, parameters), x, y, dy, of(BYPASS, gradients), dx);
        INDArray hidden = hidden(engine, parameters, x, true);
        INDArray byHidden = array(x, first.outputs());
        second.backward(
                engine, of(SECOND, parameters), hidden, y, dy, of(SECOND, gradients), byHidden);
        INDArray byInput = dx == null ? null : array(x, inputs());
        first.backward(
                engine, of(FIRST, parameters), x, hidden, byHidden, of(FIRST, gradients), byInput);
        if (dx != null) {
            dx.addi(byInput);
        }
    }

    private INDArray hidden(
            Engine engine, Map<String, INDArray> parameters, INDArray x, boolean training) {
        INDArray hidden = array(x, first.outputs());
        first.forward(engine, of(FIRST, parameters), x, hidden, training);
        return hidden;
    }

    private static List<Parameter> named(String prefix, Operation operation) {
        return operation.parameters().stream()
                .map(
                        parameter ->
                                new Parameter(
                                        prefix + parameter.name(),
                                        parameter.kind(),
                                        parameter.shape(),
                                        parameter.fanIn()))
                .toList();
    }

    /** Those of one of the layers, under the names it knows. */
    private static Map<String, INDArray> of(String prefix, Map<String, INDArray> arrays) {
        Map<String, INDArray> own = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> {
                    if (name.startsWith(prefix)) {
                        own.put(name.substring(prefix.length()), array);
                    }
                });
        return own;
    }

    private static INDArray array(INDArray x, int elements) {
        return Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), elements}, 'c');
    }
}
