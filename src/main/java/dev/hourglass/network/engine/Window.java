package dev.hourglass.network.engine;

import java.io.Serializable;

/**
 * What one position of the smaller map sees of the larger one, and how far the next is off.
 *
 * @param kernelHeight rows
 * @param kernelWidth columns
 * @param strideHeight rows from one to the next
 * @param strideWidth columns from one to the next
 */
public record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth)
        implements Serializable {
    public Window {
        if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
            throw new IllegalArgumentException("kernel and stride must be positive");
        }
    }

    /** Of an image. */
    public static Window square(int kernel, int stride) {
        return new Window(kernel, kernel, stride, stride);
    }

    /** Of a signal, which is an image one row high. */
    public static Window along(int kernel, int stride) {
        return new Window(1, kernel, 1, stride);
    }
}
