package dev.hourglass.network.engine;

import java.io.Serializable;

/**
 * How the positions of a larger map and of a smaller one belong together: a convolution and a
 * pooling lead from the larger to the smaller, their mirrors, the transposed convolution and the
 * up-sampling, with the same shape the other way; {@code input} is then what comes out. A signal is
 * a map one row high.
 *
 * @param input the larger map
 * @param output the smaller map
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight rows of the input from one output to the next
 * @param strideWidth columns of the input from one output to the next
 * @param paddingTop rows of zeros above the input, fewer than the kernel's
 * @param paddingLeft columns of zeros left of the input, fewer than the kernel's
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
        checkPadding(paddingTop, kernelHeight);
        checkPadding(paddingLeft, kernelWidth);
    }

    /**
     * With zeros around the input, so that the output has ⌈input / stride⌉ positions. Where their
     * number is odd, the odd one comes after the input, as in TensorFlow.
     */
    public static ConvolutionShape same(MapShape input, int filters, Window window) {
        int height = ceilingOfQuotient(input.height(), window.strideHeight());
        int width = ceilingOfQuotient(input.width(), window.strideWidth());
        int zeroRows = (height - 1) * window.strideHeight() + window.kernelHeight();
        int zeroColumns = (width - 1) * window.strideWidth() + window.kernelWidth();
        return of(
                input,
                new MapShape(height, width, filters),
                window,
                Math.max(zeroRows - input.height(), 0) / 2,
                Math.max(zeroColumns - input.width(), 0) / 2);
    }

    /** Without padding: the output has ⌊(input − kernel) / stride⌋ + 1 positions. */
    public static ConvolutionShape valid(MapShape input, int filters, Window window) {
        return padded(input, filters, window, 0, 0);
    }

    /**
     * With so many zeros on either side: the output has ⌊(input + 2 padding − kernel) / stride⌋ + 1
     * positions.
     *
     * @param rows of zeros above the input, and below it
     * @param columns of zeros left of the input, and right of it
     */
    public static ConvolutionShape padded(
            MapShape input, int filters, Window window, int rows, int columns) {
        int height = input.height() + 2 * rows - window.kernelHeight();
        int width = input.width() + 2 * columns - window.kernelWidth();
        MapShape output =
                new MapShape(
                        Math.floorDiv(height, window.strideHeight()) + 1,
                        Math.floorDiv(width, window.strideWidth()) + 1,
                        filters);
        return of(input, output, window, rows, columns);
    }

    /**
     * That of {@link #same}, whose transpose makes stride times as many positions of {@code given}.
     *
     * @param given what the transpose takes
     * @param channels of what it makes
     */
    public static ConvolutionShape transposedSame(MapShape given, int channels, Window window) {
        MapShape made =
                new MapShape(
                        Math.multiplyExact(given.height(), window.strideHeight()),
                        Math.multiplyExact(given.width(), window.strideWidth()),
                        channels);
        return same(made, given.channels(), window);
    }

    /**
     * That of {@link #valid}, whose transpose makes (given − 1) · stride + kernel positions.
     *
     * @param given what the transpose takes
     * @param channels of what it makes
     */
    public static ConvolutionShape transposedValid(MapShape given, int channels, Window window) {
        return transposedPadded(given, channels, window, 0, 0, 0, 0);
    }

    /**
     * That of {@link #padded}, whose transpose makes (given − 1) · stride + kernel − 2 padding +
     * extra positions.
     *
     * @param given what the transpose takes
     * @param channels of what it makes
     * @param rows of padding on either side
     * @param columns of padding on either side
     * @param extraRows at the end, fewer than the stride: the output padding
     * @param extraColumns at the end, fewer than the stride
     */
    public static ConvolutionShape transposedPadded(
            MapShape given,
            int channels,
            Window window,
            int rows,
            int columns,
            int extraRows,
            int extraColumns) {
        if (extraRows < 0
                || extraRows >= window.strideHeight()
                || extraColumns < 0
                || extraColumns >= window.strideWidth()) {
            throw new IllegalArgumentException("output padding must be less than the stride");
        }
        int height = (given.height() - 1) * window.strideHeight() + window.kernelHeight();
        int width = (given.width() - 1) * window.strideWidth() + window.kernelWidth();
        MapShape made =
                new MapShape(
                        height - 2 * rows + extraRows,
                        width - 2 * columns + extraColumns,
                        channels);
        return of(made, given, window, rows, columns);
    }

    /** Rows of zeros below the input; negative where the last rows are never reached. */
    public int paddingBottom() {
        return reachedHeight() - input.height() - paddingTop;
    }

    /** Columns of zeros right of the input; negative where the last columns are never reached. */
    public int paddingRight() {
        return reachedWidth() - input.width() - paddingLeft;
    }

    /** Rows that the kernel passes over, padding included. */
    public int reachedHeight() {
        return (output.height() - 1) * strideHeight + kernelHeight;
    }

    /** Columns that the kernel passes over, padding included. */
    public int reachedWidth() {
        return (output.width() - 1) * strideWidth + kernelWidth;
    }

    /** The shape of the weights: [output channels, input channels, kernel height, kernel width]. */
    public long[] weights() {
        return new long[] {output.channels(), input.channels(), kernelHeight, kernelWidth};
    }

    /** [kernel height, kernel width]. */
    public long[] kernel() {
        return new long[] {kernelHeight, kernelWidth};
    }

    /** [stride of the rows, stride of the columns]. */
    public long[] strides() {
        return new long[] {strideHeight, strideWidth};
    }

    /** [padding above, padding on the left]. */
    public long[] paddingBefore() {
        return new long[] {paddingTop, paddingLeft};
    }

    /** [padding below, padding on the right]; as {@link #paddingBottom} says, perhaps negative. */
    public long[] paddingAfter() {
        return new long[] {paddingBottom(), paddingRight()};
    }

    /** Multiplications for one map; those with padding count too. */
    public long multiplications() {
        return (long) output.elements() * input.channels() * kernelArea();
    }

    /** Numbers of the kernel over one channel. */
    public int kernelArea() {
        return Math.multiplyExact(kernelHeight, kernelWidth);
    }

    private static ConvolutionShape of(
            MapShape input, MapShape output, Window window, int rows, int columns) {
        return new ConvolutionShape(
                input,
                output,
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideHeight(),
                window.strideWidth(),
                rows,
                columns);
    }

    private static int ceilingOfQuotient(int dividend, int divisor) {
        return Math.floorDiv(dividend + divisor - 1, divisor);
    }

    private static void checkPadding(int padding, int kernel) {
        if (padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException(
                    "padding must be from 0 to less than the kernel, which is "
                            + kernel
                            + ", not "
                            + padding);
        }
    }
}
