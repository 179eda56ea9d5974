package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.hourglass.network.engine.Nonlinearity;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Kernels that are matrix products. oneDNN reads transposed matrices as they lie, at full speed, so
 * that nothing is reordered.
 */
final class Matmuls {
    private Matmuls() {}

    /** y = f(x W + b). */
    static PrimitiveKernel dense(Nonlinearity f, long batch, long in, long out) {
        memory.desc x = matrix(batch, in);
        memory.desc weights = matrix(in, out);
        memory.desc bias = matrix(1, out);
        memory.desc y = matrix(batch, out);
        matmul.primitive_desc primitive =
                new matmul.primitive_desc(
                        new matmul.desc(x, weights, bias, y),
                        Elementwise.followedBy(f),
                        Onednn.CPU,
                        false);
        return new PrimitiveKernel(new matmul(primitive))
                .array(DNNL_ARG_SRC, x)
                .array(DNNL_ARG_WEIGHTS, weights)
                .array(DNNL_ARG_BIAS, bias)
                .array(DNNL_ARG_DST, y);
    }

    /** xᵀ dz. */
    static PrimitiveKernel denseWeights(long batch, long in, long out) {
        return product(transposed(in, batch), matrix(batch, out), matrix(in, out));
    }

    /** dz Wᵀ. */
    static PrimitiveKernel denseInput(long batch, long in, long out) {
        return product(matrix(batch, out), transposed(out, in), matrix(batch, in));
    }

    /** The sums of a matrix's columns, by far faster than oneDNN's own reduction. */
    static PrimitiveKernel columnSums(long rows, long columns) {
        memory.desc ones = matrix(1, rows);
        memory.desc array = matrix(rows, columns);
        memory.desc sums = matrix(1, columns);
        return new PrimitiveKernel(new matmul(descriptor(ones, array, sums)))
                .ones(DNNL_ARG_SRC, ones)
                .array(DNNL_ARG_WEIGHTS, array)
                .array(DNNL_ARG_DST, sums);
    }

    private static PrimitiveKernel product(memory.desc a, memory.desc b, memory.desc c) {
        return new PrimitiveKernel(new matmul(descriptor(a, b, c)))
                .array(DNNL_ARG_SRC, a)
                .array(DNNL_ARG_WEIGHTS, b)
                .array(DNNL_ARG_DST, c);
    }

    private static matmul.primitive_desc descriptor(memory.desc a, memory.desc b, memory.desc c) {
        return new matmul.primitive_desc(
                new matmul.desc(a, b, c), new primitive_attr(), Onednn.CPU, false);
    }

    private static memory.desc matrix(long rows, long columns) {
        return Onednn.descriptor(format_tag.ab, rows, columns);
    }

    /** [rows, columns] of a matrix that lies in memory as [columns, rows]. */
    private static memory.desc transposed(long rows, long columns) {
        return Onednn.descriptor(format_tag.ba, rows, columns);
    }
}
