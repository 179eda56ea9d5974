package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.hourglass.network.engine.Nonlinearity;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Kernels that go over an array once. */
final class Elementwise {
    private Elementwise() {}

    /** f as the last act of another primitive. */
    static primitive_attr followedBy(Nonlinearity f) {
        primitive_attr attributes = new primitive_attr();
        if (f != Nonlinearity.IDENTITY) {
            post_ops operations = new post_ops();
            operations.append_eltwise(1, algorithm(f), alpha(f), 0);
            attributes.set_post_ops(operations);
        }
        return attributes;
    }

    /** y ← f(y + bias), y of [rows, columns]. */
    static PrimitiveKernel bias(Nonlinearity f, long rows, long columns) {
        memory.desc y = Onednn.descriptor(format_tag.ab, rows, columns);
        memory.desc bias = Onednn.descriptor(format_tag.ab, 1, columns);
        binary.primitive_desc primitive =
                new binary.primitive_desc(
                        new binary.desc(algorithm.binary_add, y, bias, y),
                        followedBy(f),
                        Onednn.CPU,
                        false);
        return new PrimitiveKernel(new binary(primitive))
                .array(DNNL_ARG_SRC_0, y)
                .array(DNNL_ARG_SRC_1, bias)
                .alias(DNNL_ARG_DST, DNNL_ARG_SRC_0);
    }

    /** z ← f(z). */
    static PrimitiveKernel function(Nonlinearity f, long elements) {
        memory.desc array = Onednn.descriptor(format_tag.a, elements);
        return new PrimitiveKernel(new eltwise_forward(forward(f, array)))
                .array(DNNL_ARG_SRC, array)
                .alias(DNNL_ARG_DST, DNNL_ARG_SRC);
    }

    /** gradient ← gradient f'(z), where y = f(z). */
    static PrimitiveKernel derivative(Nonlinearity f, long elements) {
        memory.desc array = Onednn.descriptor(format_tag.a, elements);
        eltwise_backward.primitive_desc primitive =
                new eltwise_backward.primitive_desc(
                        new eltwise_backward.desc(algorithm(f), array, array, alpha(f), 0),
                        Onednn.CPU,
                        forward(f, array),
                        false);
        return new PrimitiveKernel(new eltwise_backward(primitive))
                .array(DNNL_ARG_DST, array)
                .array(DNNL_ARG_DIFF_DST, array)
                .alias(DNNL_ARG_DIFF_SRC, DNNL_ARG_DIFF_DST);
    }

    private static eltwise_forward.primitive_desc forward(Nonlinearity f, memory.desc array) {
        return new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(
                        prop_kind.forward_training, algorithm(f), array, alpha(f), 0),
                Onednn.CPU,
                false);
    }

    private static algorithm algorithm(Nonlinearity f) {
        return switch (f) {
            case RELU, LEAKY_RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
            case ELU -> algorithm.eltwise_elu_use_dst_for_bwd;
            case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
            case TANH -> algorithm.eltwise_tanh_use_dst_for_bwd;
            case IDENTITY -> throw new IllegalArgumentException("nothing to do");
        };
    }

    private static float alpha(Nonlinearity f) {
        return switch (f) {
            case LEAKY_RELU -> Nonlinearity.LEAK;
            case ELU -> 1;
            default -> 0;
        };
    }
}
