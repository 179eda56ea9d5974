package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.hourglass.network.engine.ConvolutionShape;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Kernels of max pooling. */
final class Poolings {
    private Poolings() {}

    /** Of the larger map makes the smaller. */
    static PrimitiveKernel forward(ConvolutionShape shape, long batch) {
        return new PrimitiveKernel(
                        new pooling_forward(forward(shape, batch, prop_kind.forward_inference)))
                .array(DNNL_ARG_SRC, Onednn.map(batch, shape.input()))
                .array(DNNL_ARG_DST, Onednn.map(batch, shape.output()));
    }

    /** Of (larger map, gradient of the smaller) makes the gradient of the larger. */
    static Kernel backward(ConvolutionShape shape, long batch) {
        memory.desc input = Onednn.map(batch, shape.input());
        memory.desc output = Onednn.map(batch, shape.output());
        pooling_forward.primitive_desc forward = forward(shape, batch, prop_kind.forward_training);
        pooling_backward.primitive_desc backward =
                new pooling_backward.primitive_desc(
                        new pooling_backward.desc(
                                algorithm.pooling_max,
                                input,
                                output,
                                shape.strides(),
                                shape.kernel(),
                                shape.paddingBefore(),
                                shape.paddingAfter()),
                        Onednn.CPU,
                        forward,
                        false);
        // What was greatest is found again rather than kept from one pass to the other.
        PrimitiveKernel search =
                new PrimitiveKernel(new pooling_forward(forward))
                        .array(DNNL_ARG_SRC, input)
                        .buffer(DNNL_ARG_DST, output)
                        .buffer(DNNL_ARG_WORKSPACE, forward.workspace_desc());
        PrimitiveKernel share =
                new PrimitiveKernel(new pooling_backward(backward))
                        .array(DNNL_ARG_DIFF_DST, output)
                        .array(DNNL_ARG_DIFF_SRC, input)
                        .buffer(DNNL_ARG_WORKSPACE, search);
        return new Kernel() {
            @Override
            public void execute(INDArray... arrays) {
                search.execute(arrays[0]);
                share.execute(arrays[1], arrays[2]);
            }

            @Override
            public void close() {
                share.close();
                search.close();
            }
        };
    }

    private static pooling_forward.primitive_desc forward(
            ConvolutionShape shape, long batch, prop_kind use) {
        return new pooling_forward.primitive_desc(
                new pooling_forward.desc(
                        use,
                        algorithm.pooling_max,
                        Onednn.map(batch, shape.input()),
                        Onednn.map(batch, shape.output()),
                        shape.strides(),
                        shape.kernel(),
                        shape.paddingBefore(),
                        shape.paddingAfter()),
                Onednn.CPU,
                false);
    }
}
