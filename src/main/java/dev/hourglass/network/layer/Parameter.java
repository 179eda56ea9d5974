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
 */
public record Parameter(String name, Kind kind, List<Long> shape, double fanIn)
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

    static Parameter weights(long[] shape, double fanIn) {
        return weights(WEIGHTS, shape, fanIn);
    }

    static Parameter weights(String name, long[] shape, double fanIn) {
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        return new Parameter(name, Kind.WEIGHT, dimensions, fanIn);
    }

    static Parameter bias(long length) {
        return row(BIAS, Kind.BIAS, length);
    }

    static Parameter row(String name, Kind kind, long length) {
        return new Parameter(name, kind, List.of(1L, length), 0);
    }

    /**
     * Inputs and outputs of a layer of weights together, as Keras and PyTorch count them for Glorot
     * and Bengio's rule: the first two axes times the kernel, without regard to strides.
     */
    double fans() {
        double kernel = shape.stream().skip(2).reduce(1L, Math::multiplyExact);
        return (shape.get(0) + shape.get(1)) * kernel;
    }

    /** Whether it is learnt by descending its gradient, which else is what is to be subtracted. */
    public boolean isLearnt() {
        return kind.learnt();
    }

    /** How many numbers it is. */
    public long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
