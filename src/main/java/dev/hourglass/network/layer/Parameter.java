package dev.hourglass.network.layer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A parameter array of a layer.
 *
 * @param name its key in the layer's parameter table
 * @param shape row-major
 * @param fanIn numbers that are added up for one number of the layer's output; weights only
 * @param fanOut numbers of the output that one number of the input is added to; weights only
 */
public record Parameter(String name, Kind kind, List<Long> shape, double fanIn, double fanOut)
        implements Serializable {
    static final String WEIGHTS = "W";
    static final String BIAS = "b";
    // As in DL4J's own batch normalisation.
    static final String SCALE = "gamma";
    static final String SHIFT = "beta";
    static final String MEAN = "mean";
    static final String VARIANCE = "var";

    /** What a parameter is for, which decides how it begins and how it changes. */
    enum Kind {
        /** Begins at random; regularised. */
        WEIGHT,
        /** Begins with zeros. */
        BIAS,
        /** Begins with ones. */
        SCALE,
        /** Begins with zeros. Its gradient is what is to be subtracted from it, as it is. */
        RUNNING_MEAN,
        /** Begins with ones. Its gradient is what is to be subtracted from it, as it is. */
        RUNNING_VARIANCE;

        /** Whether it is learnt by descending the gradient. */
        boolean learnt() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
        }

        /** What all its numbers are at the beginning; not for weights. */
        double beginning() {
            return this == SCALE || this == RUNNING_VARIANCE ? 1 : 0;
        }
    }

    static Parameter weights(long[] shape, double fanIn, double fanOut) {
        return weights(WEIGHTS, shape, fanIn, fanOut);
    }

    static Parameter weights(String name, long[] shape, double fanIn, double fanOut) {
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        return new Parameter(name, Kind.WEIGHT, dimensions, fanIn, fanOut);
    }

    static Parameter bias(long length) {
        return row(BIAS, Kind.BIAS, length);
    }

    static Parameter row(String name, Kind kind, long length) {
        return new Parameter(name, kind, List.of(1L, length), 0, 0);
    }

    long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
