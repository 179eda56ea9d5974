package dev.hourglass.network;

import org.deeplearning4j.nn.conf.ConvolutionMode;

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

    /** Positions that the transposed convolution makes of {@code input} along one axis. */
    int transposedSize(int input, int kernel, int stride) {
        return this == SAME ? input * stride : (input - 1) * stride + kernel;
    }

    ConvolutionMode mode() {
        return this == SAME ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }
}
