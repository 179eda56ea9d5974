package dev.hourglass.safetensors;

import java.util.List;

/**
 * One parameter of one layer: a plain array, which needs no native library to be stored and read.
 *
 * @param shape lengths of the axes; empty for a single number
 * @param values row-major, in 32 bits as the network computes with them
 */
public record Weights(List<Long> shape, float[] values) {
    /**
     * @throws IllegalArgumentException where the shape holds another number of values
     */
    public Weights {
        shape = List.copyOf(shape);
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " does not hold " + values.length + " values");
        }
    }

    /** How many values a shape holds; -1 for more than an array can have. */
    private static long elements(List<Long> shape) {
        long count = 1;
        for (long axis : shape) {
            if (axis < 0 || axis > Integer.MAX_VALUE || count > Integer.MAX_VALUE) {
                return -1;
            }
            count *= axis;
        }
        return count;
    }
}
