package dev.hourglass.network;

/** How a convolution treats the border. */
public enum Padding {
    /** Zeros around the input; the output has ⌈input / stride⌉ positions. */
    SAME,
    /** No padding; the output has ⌊(input − kernel) / stride⌋ + 1 positions. */
    VALID;

    /** Positions of the output along one axis; below 1 where the kernel does not fit. */
    int outputSize(int input, int kernel, int stride) {
        return this == SAME
                ? Math.floorDiv(input + stride - 1, stride)
                : Math.floorDiv(input - kernel, stride) + 1;
    }

    /** Zeros before the input along one axis; of an odd number of zeros the last comes after it. */
    int before(int input, int kernel, int stride) {
        int zeros = (outputSize(input, kernel, stride) - 1) * stride + kernel - input;
        return this == SAME ? Math.max(zeros, 0) / 2 : 0;
    }
}
