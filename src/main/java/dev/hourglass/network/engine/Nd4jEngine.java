package dev.hourglass.network.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Layers by plain ND4J, on every platform that it runs on, and with 64-bit floats too. A
 * convolution is one matrix product for each tap of the kernel.
 */
public final class Nd4jEngine implements Engine {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String description() {
        // Loads the library that is asked, too.
        NativeThreads.limit();
        return "plain ND4J, float32, threads a task: "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    @Override
    public void dense(Nonlinearity f, INDArray x, INDArray weights, INDArray bias, INDArray y) {
        y.assign(x.mmul(weights));
        y.addiRowVector(bias);
        apply(f, y);
    }

    @Override
    public void denseGradient(
            INDArray x, INDArray dz, INDArray weightGradient, INDArray biasGradient) {
        weightGradient.assign(x.transpose().mmul(dz));
        columnSums(dz, biasGradient);
    }

    @Override
    public void denseInputGradient(INDArray dz, INDArray weights, INDArray dx) {
        dx.assign(dz.mmul(weights.transpose()));
    }

    @Override
    public void convolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y) {
        correlate(shape, x, weights, y);
        byChannel(y, shape.output().channels()).addiRowVector(bias);
        apply(f, y);
    }

    @Override
    public void convolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient) {
        weightGradient(shape, x, dz, weightGradient);
        columnSums(byChannel(dz, shape.output().channels()), biasGradient);
    }

    @Override
    public void convolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx) {
        Taps taps = Taps.zeros(shape, dz.dataType(), dz.size(0));
        INDArray positions = byChannel(dz, shape.output().channels());
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                INDArray seen = taps.at(row, column);
                INDArray share = positions.mmul(tap(weights, row, column).dup('c'));
                seen.addi(share.dup('c').reshape('c', seen.shape()));
            }
        }
        taps.writeTo(dx);
    }

    @Override
    public void transposedConvolution(
            ConvolutionShape shape,
            Nonlinearity f,
            INDArray x,
            INDArray weights,
            INDArray bias,
            INDArray y) {
        convolutionInputGradient(shape, x, weights, y);
        byChannel(y, shape.input().channels()).addiRowVector(bias);
        apply(f, y);
    }

    @Override
    public void transposedConvolutionGradient(
            ConvolutionShape shape,
            INDArray x,
            INDArray dz,
            INDArray weightGradient,
            INDArray biasGradient) {
        weightGradient(shape, dz, x, weightGradient);
        columnSums(byChannel(dz, shape.input().channels()), biasGradient);
    }

    @Override
    public void transposedConvolutionInputGradient(
            ConvolutionShape shape, INDArray dz, INDArray weights, INDArray dx) {
        correlate(shape, dz, weights, dx);
    }

    @Override
    public void maxPooling(ConvolutionShape shape, INDArray x, INDArray y) {
        Taps taps = Taps.of(shape, x, Double.NEGATIVE_INFINITY);
        INDArray greatest = byChannel(y, shape.output().channels());
        greatest.assign(Double.NEGATIVE_INFINITY);
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                greatest.assign(Transforms.max(greatest, taps.matrix(row, column), true));
            }
        }
    }

    @Override
    public void maxPoolingGradient(
            ConvolutionShape shape, INDArray x, INDArray y, INDArray dy, INDArray dx) {
        Taps taps = Taps.of(shape, x, Double.NEGATIVE_INFINITY);
        Taps gradient = Taps.zeros(shape, x.dataType(), x.size(0));
        INDArray greatest = byChannel(y, shape.output().channels());
        INDArray left = byChannel(dy, shape.output().channels()).dup('c');
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                INDArray hit = taps.matrix(row, column).eq(greatest).castTo(left.dataType());
                INDArray seen = gradient.at(row, column);
                seen.addi(left.mul(hit).dup('c').reshape('c', seen.shape()));
                left.muli(hit.rsubi(1));
            }
        }
        gradient.writeTo(dx);
    }

    @Override
    public void upsampling(ConvolutionShape shape, INDArray x, INDArray y) {
        Taps taps = Taps.zeros(shape, x.dataType(), x.size(0));
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                INDArray seen = taps.at(row, column);
                seen.assign(x.reshape('c', seen.shape()));
            }
        }
        taps.writeTo(y);
    }

    @Override
    public void upsamplingGradient(ConvolutionShape shape, INDArray dy, INDArray dx) {
        Taps taps = Taps.of(shape, dy, 0);
        INDArray sums = byChannel(dx, shape.output().channels());
        sums.assign(0);
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                sums.addi(taps.matrix(row, column));
            }
        }
    }

    @Override
    public void batchNormalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y) {
        statistics(byChannel(x, scale.length()), mean, variance);
        normalisation(x, scale, shift, mean, variance, y);
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
        INDArray positions = byChannel(x, scale.length());
        INDArray gradient = byChannel(dy, scale.length());
        statistics(positions, mean, variance);
        INDArray deviation = Transforms.sqrt(variance.add(EPSILON), false);
        INDArray normal = positions.subRowVector(mean).diviRowVector(deviation);
        columnSums(gradient, shiftGradient);
        columnSums(gradient.mul(normal), scaleGradient);
        // What of dy goes along with the mean and with the deviation changes nothing.
        double count = positions.size(0);
        INDArray rest =
                gradient.sub(
                        normal.muliRowVector(scaleGradient.div(count))
                                .addiRowVector(shiftGradient.div(count)));
        byChannel(dx, scale.length()).assign(rest.muliRowVector(scale.div(deviation)));
    }

    @Override
    public void normalisation(
            INDArray x,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray y) {
        INDArray factor = scale.div(Transforms.sqrt(variance.add(EPSILON), false));
        byChannel(y, scale.length())
                .assign(
                        byChannel(x, scale.length())
                                .subRowVector(mean)
                                .muliRowVector(factor)
                                .addiRowVector(shift));
    }

    @Override
    public void apply(Nonlinearity f, INDArray z) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> Transforms.relu(z, false);
            case LEAKY_RELU -> Transforms.leakyRelu(z, Nonlinearity.LEAK, false);
            case ELU -> Transforms.elu(z, false);
            case SIGMOID -> Transforms.sigmoid(z, false);
            case TANH -> Transforms.tanh(z, false);
        }
    }

    @Override
    public void differentiate(Nonlinearity f, INDArray y, INDArray gradient) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> gradient.muli(positive(y));
            case LEAKY_RELU ->
                    gradient.muli(positive(y).muli(1 - Nonlinearity.LEAK).addi(Nonlinearity.LEAK));
            // Below zero the slope is exp(z) = y + 1.
            case ELU -> gradient.muli(Transforms.min(y, 0).addi(1));
            case SIGMOID -> gradient.muli(y.rsub(1).muli(y));
            case TANH -> gradient.muli(y.mul(y).rsubi(1));
        }
    }

    /** The convolution without bias. */
    private static void correlate(
            ConvolutionShape shape, INDArray x, INDArray weights, INDArray y) {
        Taps taps = Taps.of(shape, x, 0);
        INDArray sums = byChannel(y, shape.output().channels());
        sums.assign(0);
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                INDArray weight = tap(weights, row, column).transpose().dup('c');
                sums.addi(taps.matrix(row, column).mmul(weight));
            }
        }
    }

    private static void weightGradient(
            ConvolutionShape shape, INDArray x, INDArray dz, INDArray weightGradient) {
        Taps taps = Taps.of(shape, x, 0);
        INDArray gradient = byChannel(dz, shape.output().channels()).transpose();
        for (int row = 0; row < shape.kernelHeight(); row++) {
            for (int column = 0; column < shape.kernelWidth(); column++) {
                tap(weightGradient, row, column).assign(gradient.mmul(taps.matrix(row, column)));
            }
        }
    }

    private static void statistics(INDArray positions, INDArray mean, INDArray variance) {
        mean.assign(positions.mean(true, 0));
        INDArray deviation = positions.subRowVector(mean);
        variance.assign(deviation.muli(deviation).mean(true, 0));
    }

    /** [output channels, input channels]; a view. */
    private static INDArray tap(INDArray weights, int row, int column) {
        return weights.get(
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.point(row),
                NDArrayIndex.point(column));
    }

    /** [positions, channels]; a view. */
    private static INDArray byChannel(INDArray batch, long channels) {
        return batch.reshape('c', batch.length() / channels, channels);
    }

    private static void columnSums(INDArray matrix, INDArray sums) {
        sums.assign(matrix.sum(true, 0));
    }

    private static INDArray positive(INDArray y) {
        return y.gt(0).castTo(y.dataType());
    }
}
