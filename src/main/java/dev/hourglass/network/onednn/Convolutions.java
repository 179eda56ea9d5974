package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.Nonlinearity;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/**
 * Kernels of convolutions. A transposed convolution is made of the same ones: its forward pass is
 * the input gradient of the convolution, its input gradient the forward pass.
 */
final class Convolutions {
    private final long[] strides;
    private final long[] before;
    private final long[] after;

    /** The larger and the smaller map as the caller has them. */
    private final memory.desc input;

    private final memory.desc output;

    /** The same as they are multiplied. */
    private final memory.desc factorInput;

    private final memory.desc factorOutput;
    private final memory.desc weights;
    private final memory.desc bias;

    /** The weights as the kernel wants them. */
    private final memory.desc blocked;

    /** The weights' gradient as the kernel makes it. */
    private final memory.desc gradient;

    private Convolutions(Precision precision, ConvolutionShape shape, long batch) {
        strides = shape.strides();
        before = shape.paddingBefore();
        after = shape.paddingAfter();
        input = Onednn.map(Precision.FLOAT32, batch, shape.input());
        output = Onednn.map(Precision.FLOAT32, batch, shape.output());
        factorInput = Onednn.map(precision, batch, shape.input());
        factorOutput = Onednn.map(precision, batch, shape.output());
        weights = Onednn.descriptor(format_tag.oihw, shape.weights());
        bias = Onednn.descriptor(format_tag.x, shape.output().channels());
        blocked = Onednn.descriptor(precision, format_tag.any, shape.weights());
        gradient = Onednn.descriptor(format_tag.any, shape.weights());
    }

    /** Of (input, weights, bias) makes the output. */
    static PrimitiveKernel forward(
            Precision precision, ConvolutionShape shape, Nonlinearity f, long batch) {
        Convolutions c = new Convolutions(precision, shape, batch);
        convolution_forward.primitive_desc primitive = c.forward(f, true);
        return new PrimitiveKernel(new convolution_forward(primitive))
                .input(DNNL_ARG_SRC, c.input, c.factorInput)
                .input(DNNL_ARG_WEIGHTS, c.weights, primitive.weights_desc())
                .array(DNNL_ARG_BIAS, c.bias)
                .array(DNNL_ARG_DST, c.output);
    }

    /** Of (input, weights) makes the output, linear. */
    static PrimitiveKernel forwardWithoutBias(
            Precision precision, ConvolutionShape shape, long batch) {
        Convolutions c = new Convolutions(precision, shape, batch);
        convolution_forward.primitive_desc primitive = c.forward(Nonlinearity.IDENTITY, false);
        return new PrimitiveKernel(new convolution_forward(primitive))
                .input(DNNL_ARG_SRC, c.input, c.factorInput)
                .input(DNNL_ARG_WEIGHTS, c.weights, primitive.weights_desc())
                .array(DNNL_ARG_DST, c.output);
    }

    /** Of (output gradient, weights) makes the input gradient. */
    static PrimitiveKernel input(Precision precision, ConvolutionShape shape, long batch) {
        Convolutions c = new Convolutions(precision, shape, batch);
        convolution_backward_data.primitive_desc primitive =
                new convolution_backward_data.primitive_desc(
                        new convolution_backward_data.desc(
                                algorithm.convolution_direct,
                                c.input,
                                c.blocked,
                                c.factorOutput,
                                c.strides,
                                c.before,
                                c.after),
                        Onednn.CPU,
                        c.forward(Nonlinearity.IDENTITY, false),
                        false);
        return new PrimitiveKernel(new convolution_backward_data(primitive))
                .input(DNNL_ARG_DIFF_DST, c.output, c.factorOutput)
                .input(DNNL_ARG_WEIGHTS, c.weights, primitive.weights_desc())
                .array(DNNL_ARG_DIFF_SRC, c.input);
    }

    /** Of (input, output gradient) makes the weight gradient and, where asked for, the bias's. */
    static PrimitiveKernel weights(
            Precision precision, ConvolutionShape shape, long batch, boolean withBias) {
        Convolutions c = new Convolutions(precision, shape, batch);
        convolution_backward_weights.desc operation =
                withBias
                        ? new convolution_backward_weights.desc(
                                algorithm.convolution_direct,
                                c.factorInput,
                                c.gradient,
                                c.bias,
                                c.factorOutput,
                                c.strides,
                                c.before,
                                c.after)
                        : new convolution_backward_weights.desc(
                                algorithm.convolution_direct,
                                c.factorInput,
                                c.gradient,
                                c.factorOutput,
                                c.strides,
                                c.before,
                                c.after);
        convolution_backward_weights.primitive_desc primitive =
                new convolution_backward_weights.primitive_desc(
                        operation, Onednn.CPU, c.forward(Nonlinearity.IDENTITY, withBias), false);
        PrimitiveKernel kernel =
                new PrimitiveKernel(new convolution_backward_weights(primitive))
                        .input(DNNL_ARG_SRC, c.input, c.factorInput)
                        .input(DNNL_ARG_DIFF_DST, c.output, c.factorOutput)
                        .output(DNNL_ARG_DIFF_WEIGHTS, c.weights, primitive.diff_weights_desc());
        return withBias ? kernel.array(DNNL_ARG_DIFF_BIAS, c.bias) : kernel;
    }

    private convolution_forward.primitive_desc forward(Nonlinearity f, boolean withBias) {
        convolution_forward.desc operation =
                withBias
                        ? new convolution_forward.desc(
                                prop_kind.forward_training,
                                algorithm.convolution_direct,
                                factorInput,
                                blocked,
                                bias,
                                output,
                                strides,
                                before,
                                after)
                        : new convolution_forward.desc(
                                prop_kind.forward_training,
                                algorithm.convolution_direct,
                                factorInput,
                                blocked,
                                output,
                                strides,
                                before,
                                after);
        return new convolution_forward.primitive_desc(
                operation, Elementwise.followedBy(f), Onednn.CPU, false);
    }
}
