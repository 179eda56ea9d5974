package dev.hourglass.network.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of layers. All arrays are of 32-bit floats, row-major and without gaps; a batch is
 * [batch, elements], a map's elements as {@link MapShape} orders them. Results are written to
 * arrays that the caller gives. A gradient is always that of the loss; {@code dz} is the gradient
 * of what was before the nonlinearity. May be used by many threads at once.
 */
public interface Engine {
    /** Its name in the configuration. */
    String name();

    /**
     * f(x W + b).
     *
     * @param x [batch, in]
     * @param weights [in, out]
     * @param bias [1, out]
     * @param y [batch, out], written
     */
    void dense(Nonlinearity f, INDArray x, INDArray weights, INDArray bias, INDArray y);

    /** Writes xᵀ dz, [in, out], and the column sums of dz, [1, out]. */
    void denseGradient(INDArray x, INDArray dz, INDArray weightGradient, INDArray biasGradient);

    /** Writes dz Wᵀ, [batch, in]. */
    void denseInputGradient(INDArray dz, INDArray weights, INDArray dx);

    /**
     * Cross-correlation of each map with the weights, plus the bias of each output channel, under
     * f.
     *
     * @param x [batch, elements of the shape's input]
     * @param weights as {@link ConvolutionShape#weights()}
     * @param bias [1, output channels]
     * @param y [batch, elements of the shape's output], written
     */
    void convolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y);

    /** Writes the gradients of a convolution's weights and bias. */
    void convolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient);

    /** Writes the gradient of a convolution's input. */
    void convolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx);

    /**
     * The transpose of a convolution's linear part, plus the bias of each channel, under f.
     *
     * @param shape of the convolution whose transpose this is
     * @param x [batch, elements of the shape's output]
     * @param weights as {@link ConvolutionShape#weights()}
     * @param bias [1, input channels]
     * @param y [batch, elements of the shape's input], written
     */
    void transposedConvolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y);

    /** Writes the gradients of a transposed convolution's weights and bias. */
    void transposedConvolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient);

    /** Writes the gradient of a transposed convolution's input. */
    void transposedConvolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx);

    /** Turns the gradient of y = f(z), in place, into that of z. */
    void differentiate(Nonlinearity f, INDArray y, INDArray gradient);
}
