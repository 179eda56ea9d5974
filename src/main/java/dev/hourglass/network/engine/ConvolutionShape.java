package dev.hourglass.network.engine;

import java.io.Serializable;

/**
 * A convolution from a larger map to a smaller one. Its transpose goes the other way, with the same
 * shape: {@code input} is then what comes out. A signal is a map one row high.
 *
 * @param input the larger map
 * @param output the smaller map
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight rows of the input from one output to the next
 * @param strideWidth columns of the input from one output to the next
 * @param paddingTop rows of zeros above the input
 * @param paddingLeft columns of zeros left of the input
 */
public record ConvolutionShape(
        MapShape input,
        MapShape output,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int paddingTop,
        int paddingLeft)
        implements Serializable {
    public ConvolutionShape {
        if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
            throw new IllegalArgumentException("kernel and stride must be positive");
        }
        if (paddingTop < 0 || paddingLeft < 0) {
            throw new IllegalArgumentException("padding must not be negative");
        }
    }

    /** Rows of zeros below the input; negative where the last rows are never reached. */
    public int paddingBottom() {
        return (output.height() - 1) * strideHeight + kernelHeight - input.height() - paddingTop;
    }

    /** Columns of zeros right of the input; negative where the last columns are never reached. */
    public int paddingRight() {
        return (output.width() - 1) * strideWidth + kernelWidth - input.width() - paddingLeft;
    }

    /** The shape of the weights: [output channels, input channels, kernel height, kernel width]. */
    public long[] weights() {
        return new long[] {output.channels(), input.channels(), kernelHeight, kernelWidth};
    }

    /** Multiplications for one map; those with padding count too. */
    public long multiplications() {
        return (long) output.elements() * input.channels() * kernelArea();
    }

    /** Numbers of the kernel over one channel. */
    public int kernelArea() {
        return Math.multiplyExact(kernelHeight, kernelWidth);
    }
}
