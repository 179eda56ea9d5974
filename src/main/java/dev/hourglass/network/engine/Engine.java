package dev.hourglass.network.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of layers. All arrays are of 32-bit floats, row-major and without gaps; a batch is
 * [batch, elements], a map's elements as {@link MapShape} orders them. Results are written to
 * arrays that the caller gives. A gradient is always that of the loss; {@code dz} is the gradient
 * of what was before the nonlinearity. May be used by many threads at once.
 */
public interface Engine {
    /** Added to a variance before its root is taken, in batch normalisation. */
    float EPSILON = 1e-5f;

    /** Its name in the configuration. */
    String name();

    /** Library, the processor's instructions and this thread's native threads, for people. */
    String description();

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

    /**
     * The greatest number of each channel under each position of the kernel. Padding is never the
     * greatest.
     *
     * @param shape with as many channels in as out
     * @param x [batch, elements of the shape's input]
     * @param y [batch, elements of the shape's output], written
     */
    void maxPooling(ConvolutionShape shape, INDArray x, INDArray y);

    /**
     * Writes the gradient of a pooling's input. Of several greatest numbers under the kernel the
     * first has it, row by row.
     */
    void maxPoolingGradient(
            ConvolutionShape shape, INDArray x, INDArray y, INDArray dy, INDArray dx);

    /**
     * Repeats each position of the smaller map over what the kernel covers of the larger. What is
     * never covered is zero.
     *
     * @param shape with as many channels in as out, and a kernel as large as the stride
     * @param x [batch, elements of the shape's output]
     * @param y [batch, elements of the shape's input], written
     */
    void upsampling(ConvolutionShape shape, INDArray x, INDArray y);

    /** Writes the gradient of an up-sampling's input. */
    void upsamplingGradient(ConvolutionShape shape, INDArray dy, INDArray dx);

    /**
     * Batch normalisation as in training (Ioffe and Szegedy 2015): y = scale (x − mean) /
     * √(variance + {@link #EPSILON}) + shift, where mean and variance are those of each channel
     * over the batch and all positions. The variance is the biased one, the mean of the squares.
     *
     * @param x [batch, elements], the channel running fastest
     * @param scale [1, channels]
     * @param shift [1, channels]
     * @param mean [1, channels], written
     * @param variance [1, channels], written
     * @param y [batch, elements], written
     */
    void batchNormalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y);

    /**
     * Writes the gradients of a batch normalisation's scale, shift and input, and its mean and
     * variance again, so that nobody has to keep them.
     */
    void batchNormalisationGradient(
            INDArray x,
            INDArray scale,
            INDArray dy,
            INDArray scaleGradient,
            INDArray shiftGradient,
            INDArray mean,
            INDArray variance,
            INDArray dx);

    /** Batch normalisation with a mean and a variance that are given. */
    void normalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y);

    /** Turns z, in place, into f(z). */
    void apply(Nonlinearity f, INDArray z);

    /** Turns the gradient of y = f(z), in place, into that of z. */
    void differentiate(Nonlinearity f, INDArray y, INDArray gradient);
}
