package dev.hourglass.network.layer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A parameter array of a layer.
 *
 * @param name its key in the layer's parameter table
 * @param shape row-major
 * @param fanIn numbers that are added up for one number of the layer's output; 0 for a bias, which
 *     begins with zeros
 * @param fanOut numbers of the output that one number of the input is added to
 */
public record Parameter(String name, List<Long> shape, double fanIn, double fanOut)
        implements Serializable {
    static final String WEIGHTS = "W";
    static final String BIAS = "b";

    static Parameter weights(long[] shape, double fanIn, double fanOut) {
        return new Parameter(WEIGHTS, Arrays.stream(shape).boxed().toList(), fanIn, fanOut);
    }

    static Parameter bias(long length) {
        return new Parameter(BIAS, List.of(1L, length), 0, 0);
    }

    boolean isBias() {
        return fanIn == 0;
    }

    long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
