package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An operation with all that goes in, forwards and backwards.
 *
 * @param dy the gradient of the output
 */
record Pass(Operation operation, Map<String, INDArray> parameters, INDArray x, INDArray dy) {
    private static final int OFFSET = 3;

    /** What comes out. */
    record Result(INDArray y, Map<String, INDArray> gradients, INDArray dx) {
        /** All of them, in one row. */
        float[] numbers() {
            List<INDArray> rows = new ArrayList<>(List.of(flat(y), flat(dx)));
            gradients.values().forEach(gradient -> rows.add(flat(gradient)));
            return Nd4j.concat(1, rows.toArray(INDArray[]::new)).toFloatVector();
        }

        private static INDArray flat(INDArray array) {
            return array.dup('c').reshape('c', 1, array.length());
        }
    }

    /** With random numbers; parameters begin far from where training would. */
    static Pass random(Operation operation, DataType type, long batch, Random random) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            INDArray values = gaussian(type, random, parameter.dimensions());
            if (parameter.kind() == Parameter.Kind.RUNNING_VARIANCE) {
                values = Transforms.abs(values, false).addi(0.1);
            }
            parameters.put(parameter.name(), values);
        }
        return new Pass(
                operation,
                parameters,
                gaussian(type, random, batch, operation.inputs()),
                gaussian(type, random, batch, operation.outputs()));
    }

    Pass withInput(INDArray input) {
        return new Pass(operation, parameters, input, dy);
    }

    INDArray forward(Engine engine, boolean training) {
        INDArray y = unwritten(x.dataType(), x.size(0), operation.outputs());
        operation.forward(engine, parameters, x, y, training);
        return y;
    }

    Result run(Engine engine) {
        return backward(engine, forward(engine, true));
    }

    /**
     * @param y the output, perhaps another engine's
     */
    Result backward(Engine engine, INDArray y) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        parameters.forEach(
                (name, values) -> gradients.put(name, unwritten(x.dataType(), values.shape())));
        INDArray dx = unwritten(x.dataType(), x.shape());
        operation.backward(engine, parameters, x, y, copyOfDy(), gradients, dx);
        return new Result(y, gradients, dx);
    }

    private INDArray copyOfDy() {
        return unwritten(dy.dataType(), dy.shape()).assign(dy);
    }

    /** Holds that two arrays agree: the largest difference against the largest number. */
    static void assertAgree(String what, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double largest = expected.amaxNumber().doubleValue();
        double difference = actual.sub(expected).amaxNumber().doubleValue();
        assertThat(difference).as(what).isLessThanOrEqualTo(tolerance * Math.max(largest, 1e-3));
    }

    static INDArray gaussian(DataType type, Random random, long... shape) {
        INDArray array = unwritten(type, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    /**
     * What must be overwritten: a number left as it was spoils everything. A view, as parameters
     * are, that begins anywhere.
     */
    private static INDArray unwritten(DataType type, long... shape) {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return Nd4j.valueArrayOf(new long[] {1, OFFSET + length}, Double.NaN, type)
                .get(
                        NDArrayIndex.interval(0, 0, true),
                        NDArrayIndex.interval(OFFSET, OFFSET + length))
                .reshape('c', shape);
    }
}
