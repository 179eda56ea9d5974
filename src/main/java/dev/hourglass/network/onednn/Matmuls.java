package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.hourglass.network.engine.EngineSettings.Precision;
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
    static PrimitiveKernel dense(
            Precision precision, Nonlinearity f, long batch, long in, long out) {
        Factor x = Factor.of(precision, format_tag.ab, batch, in);
        Factor weights = Factor.of(precision, format_tag.ab, in, out);
        memory.desc bias = matrix(1, out);
        memory.desc y = matrix(batch, out);
        matmul.primitive_desc primitive =
                new matmul.primitive_desc(
                        new matmul.desc(x.multiplied, weights.multiplied, bias, y),
                        Elementwise.followedBy(f),
                        Onednn.CPU,
                        false);
        return new PrimitiveKernel(new matmul(primitive))
                .input(DNNL_ARG_SRC, x.given, x.multiplied)
                .input(DNNL_ARG_WEIGHTS, weights.given, weights.multiplied)
                .array(DNNL_ARG_BIAS, bias)
                .array(DNNL_ARG_DST, y);
    }

    /** xᵀ dz. */
    static PrimitiveKernel denseWeights(Precision precision, long batch, long in, long out) {
        return product(
                Factor.of(precision, format_tag.ba, in, batch),
                Factor.of(precision, format_tag.ab, batch, out),
                matrix(in, out));
    }

    /** dz Wᵀ. */
    static PrimitiveKernel denseInput(Precision precision, long batch, long in, long out) {
        return product(
                Factor.of(precision, format_tag.ab, batch, out),
                Factor.of(precision, format_tag.ba, out, in),
                matrix(batch, in));
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

    private static PrimitiveKernel product(Factor a, Factor b, memory.desc c) {
        return new PrimitiveKernel(new matmul(descriptor(a.multiplied, b.multiplied, c)))
                .input(DNNL_ARG_SRC, a.given, a.multiplied)
                .input(DNNL_ARG_WEIGHTS, b.given, b.multiplied)
                .array(DNNL_ARG_DST, c);
    }

    private static matmul.primitive_desc descriptor(memory.desc a, memory.desc b, memory.desc c) {
        return new matmul.primitive_desc(
                new matmul.desc(a, b, c), new primitive_attr(), Onednn.CPU, false);
    }

    private static memory.desc matrix(long rows, long columns) {
        return Onednn.descriptor(format_tag.ab, rows, columns);
    }

    /**
     * A matrix of the caller's that is multiplied, perhaps in another precision.
     *
     * @param given as it lies; {@code ba} is that of a transposed one
     */
    private record Factor(memory.desc given, memory.desc multiplied) {
        static Factor of(Precision precision, format_tag layout, long rows, long columns) {
            return new Factor(
                    Onednn.descriptor(layout, rows, columns),
                    Onednn.descriptor(precision, layout, rows, columns));
        }
    }
}
