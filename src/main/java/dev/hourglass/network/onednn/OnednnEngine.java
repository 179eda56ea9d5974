package dev.hourglass.network.onednn;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers by oneDNN's primitives, in the layout [batch, height, width, channels]. Convolutions'
 * weights are reordered into the blocks that the primitives want, each time they are used: once a
 * step, since a step changes them.
 */
public final class OnednnEngine implements Engine {
    private enum Operation {
        DENSE,
        DENSE_WEIGHTS,
        DENSE_INPUT,
        CONVOLUTION,
        CONVOLUTION_WEIGHTS,
        CONVOLUTION_INPUT,
        SUB_PIXEL,
        TRANSPOSED_WEIGHTS,
        TRANSPOSED_INPUT,
        COLUMN_SUMS,
        BIAS,
        MAX_POOLING,
        MAX_POOLING_GRADIENT,
        BATCH_NORMALISATION,
        BATCH_NORMALISATION_GRADIENT,
        NORMALISATION,
        FUNCTION,
        DERIVATIVE
    }

    private record Key(
            Precision precision, Operation operation, Nonlinearity f, Object shape, long batch) {}

    private record Matrix(long rows, long columns) {}

    private final Precision precision;

    /**
     * @param precision of the numbers that are multiplied
     * @throws LinkageError where oneDNN's library does not load
     */
    public OnednnEngine(Precision precision) {
        this.precision = precision;
        Onednn.stream();
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String description() {
        return String.format(
                "%s, %s, threads a task: %d",
                Onednn.description(), precision.name().toLowerCase(Locale.ROOT), Onednn.threads());
    }

    /** Whether the processor multiplies numbers of this precision. */
    public static boolean supports(Precision precision) {
        return precision == Precision.FLOAT32 || Onednn.multipliesBf16();
    }

    @Override
    public void dense(Nonlinearity f, INDArray x, INDArray weights, INDArray bias, INDArray y) {
        Matrix size = new Matrix(weights.size(0), weights.size(1));
        long batch = x.size(0);
        kernel(
                        Operation.DENSE,
                        f,
                        size,
                        batch,
                        () -> Matmuls.dense(precision, f, batch, size.rows, size.columns))
                .execute(x, weights, bias, y);
    }

    @Override
    public void denseGradient(
            INDArray x, INDArray dz, INDArray weightGradient, INDArray biasGradient) {
        Matrix size = new Matrix(x.size(1), dz.size(1));
        long batch = x.size(0);
        kernel(
                        Operation.DENSE_WEIGHTS,
                        size,
                        batch,
                        () -> Matmuls.denseWeights(precision, batch, size.rows, size.columns))
                .execute(x, dz, weightGradient);
        columnSums(dz, batch, dz.size(1), biasGradient);
    }

    @Override
    public void denseInputGradient(INDArray dz, INDArray weights, INDArray dx) {
        Matrix size = new Matrix(weights.size(0), weights.size(1));
        long batch = dz.size(0);
        kernel(
                        Operation.DENSE_INPUT,
                        size,
                        batch,
                        () -> Matmuls.denseInput(precision, batch, size.rows, size.columns))
                .execute(dz, weights, dx);
    }

    @Override
    public void convolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y) {
        long batch = x.size(0);
        kernel(
                        Operation.CONVOLUTION,
                        f,
                        shape,
                        batch,
                        () -> Convolutions.forward(precision, shape, f, batch))
                .execute(x, weights, bias, y);
    }

    @Override
    public void convolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient) {
        long batch = x.size(0);
        kernel(
                        Operation.CONVOLUTION_WEIGHTS,
                        shape,
                        batch,
                        () -> Convolutions.weights(precision, shape, batch, true))
                .execute(x, dz, weightGradient, biasGradient);
    }

    @Override
    public void convolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx) {
        long batch = dz.size(0);
        kernel(
                        Operation.CONVOLUTION_INPUT,
                        shape,
                        batch,
                        () -> Convolutions.input(precision, shape, batch))
                .execute(dz, weights, dx);
    }

    @Override
    public void transposedConvolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y) {
        if (SubPixelConvolution.suits(shape)) {
            long batch = x.size(0);
            kernel(
                            Operation.SUB_PIXEL,
                            f,
                            shape,
                            batch,
                            () -> new SubPixelConvolution(precision, shape, f, batch))
                    .execute(x, weights, bias, y);
            return;
        }
        convolutionInputGradient(shape, x, weights, y);
        int channels = shape.input().channels();
        long rows = y.length() / channels;
        kernel(Operation.BIAS, f, channels, rows, () -> Elementwise.bias(f, rows, channels))
                .execute(y, bias);
    }

    @Override
    public void transposedConvolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient) {
        long batch = x.size(0);
        kernel(
                        Operation.TRANSPOSED_WEIGHTS,
                        shape,
                        batch,
                        () -> Convolutions.weights(precision, shape, batch, false))
                .execute(dz, x, weightGradient);
        int channels = shape.input().channels();
        columnSums(dz, dz.length() / channels, channels, biasGradient);
    }

    @Override
    public void transposedConvolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx) {
        long batch = dz.size(0);
        kernel(
                        Operation.TRANSPOSED_INPUT,
                        shape,
                        batch,
                        () -> Convolutions.forwardWithoutBias(precision, shape, batch))
                .execute(dz, weights, dx);
    }

    @Override
    public void maxPooling(ConvolutionShape shape, INDArray x, INDArray y) {
        long batch = x.size(0);
        kernel(Operation.MAX_POOLING, shape, batch, () -> Poolings.forward(shape, batch))
                .execute(x, y);
    }

    @Override
    public void maxPoolingGradient(
            ConvolutionShape shape, INDArray x, INDArray y, INDArray dy, INDArray dx) {
        long batch = x.size(0);
        kernel(Operation.MAX_POOLING_GRADIENT, shape, batch, () -> Poolings.backward(shape, batch))
                .execute(x, dy, dx);
    }

    @Override
    public void upsampling(ConvolutionShape shape, INDArray x, INDArray y) {
        Upsamplings.forward(shape, x, y);
    }

    @Override
    public void upsamplingGradient(ConvolutionShape shape, INDArray dy, INDArray dx) {
        Upsamplings.gradient(shape, dy, dx);
    }

    @Override
    public void batchNormalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y) {
        MapShape map = byChannel(x, scale);
        long batch = x.size(0);
        kernel(Operation.BATCH_NORMALISATION, map, batch, () -> Normalisations.training(map, batch))
                .execute(x, scale, shift, mean, variance, y);
    }

    @Override
    public void batchNormalisationGradient(
            INDArray x,
            INDArray scale,
            INDArray dy,
            INDArray scaleGradient,
            INDArray shiftGradient,
            INDArray mean,
            INDArray variance,
            INDArray dx) {
        MapShape map = byChannel(x, scale);
        long batch = x.size(0);
        // For mean and variance; dx is overwritten.
        batchNormalisation(x, scale, scale, mean, variance, dx);
        kernel(
                        Operation.BATCH_NORMALISATION_GRADIENT,
                        map,
                        batch,
                        () -> Normalisations.backward(map, batch))
                .execute(x, scale, dy, mean, variance, scaleGradient, shiftGradient, dx);
    }

    @Override
    public void normalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y) {
        MapShape map = byChannel(x, scale);
        long batch = x.size(0);
        kernel(Operation.NORMALISATION, map, batch, () -> Normalisations.inference(map, batch))
                .execute(x, scale, shift, mean, variance, y);
    }

    @Override
    public void apply(Nonlinearity f, INDArray z) {
        if (f != Nonlinearity.IDENTITY) {
            long elements = z.length();
            kernel(Operation.FUNCTION, f, null, elements, () -> Elementwise.function(f, elements))
                    .execute(z);
        }
    }

    @Override
    public void differentiate(Nonlinearity f, INDArray y, INDArray gradient) {
        if (f != Nonlinearity.IDENTITY) {
            long elements = y.length();
            kernel(
                            Operation.DERIVATIVE,
                            f,
                            null,
                            elements,
                            () -> Elementwise.derivative(f, elements))
                    .execute(y, gradient);
        }
    }

    /** The map that the statistics of each channel are taken over. */
    private static MapShape byChannel(INDArray x, INDArray scale) {
        int channels = (int) scale.length();
        return new MapShape(1, (int) (x.size(1) / channels), channels);
    }

    private void columnSums(INDArray array, long rows, long columns, INDArray sums) {
        kernel(Operation.COLUMN_SUMS, columns, rows, () -> Matmuls.columnSums(rows, columns))
                .execute(array, sums);
    }

    private Kernel kernel(Operation operation, Object shape, long batch, Supplier<Kernel> maker) {
        return kernel(operation, null, shape, batch, maker);
    }

    @SuppressWarnings("unchecked") // the scope's varargs
    private Kernel kernel(
            Operation operation, Nonlinearity f, Object shape, long batch, Supplier<Kernel> maker) {
        return KernelCache.get(
                new Key(precision, operation, f, shape, batch),
                () -> {
                    // Descriptors are needed only while a kernel is made; it retains the rest.
                    try (PointerScope temporaries = new PointerScope()) {
                        return maker.get();
                    }
                });
    }
}
