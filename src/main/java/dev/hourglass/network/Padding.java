package dev.hourglass.network;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Window;

/** How a convolution treats the border. */
public enum Padding {
    /** Zeros around the input; the output has ⌈input / stride⌉ positions. */
    SAME,
    /** No padding; the output has ⌊(input − kernel) / stride⌋ + 1 positions. */
    VALID;

    /** Whether anything is left of the input. */
    boolean fits(MapShape input, Window window) {
        return this == SAME
                || input.height() >= window.kernelHeight() && input.width() >= window.kernelWidth();
    }

    /** The convolution of an input that {@link #fits}. */
    ConvolutionShape shape(MapShape input, int filters, Window window) {
        return this == SAME
                ? ConvolutionShape.same(input, filters, window)
                : ConvolutionShape.valid(input, filters, window);
    }
}
