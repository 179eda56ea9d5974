package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.MapShape;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** Kernels of batch normalisation. */
final class Normalisations {
    private static final int SCALE_AND_SHIFT = dnnl_use_scale | dnnl_use_shift;

    private Normalisations() {}

    /** Of (x, scale, shift) makes (mean, variance, y). */
    static PrimitiveKernel training(MapShape map, long batch) {
        return kernel(map, batch, dnnl_forward_training, SCALE_AND_SHIFT);
    }

    /** Of (x, scale, shift, mean, variance) makes y. */
    static PrimitiveKernel inference(MapShape map, long batch) {
        return kernel(map, batch, dnnl_forward_inference, SCALE_AND_SHIFT | dnnl_use_global_stats);
    }

    /** Of (x, scale, dy, mean, variance) makes the gradients of scale, shift and x. */
    static PrimitiveKernel backward(MapShape map, long batch) {
        memory.desc maps = Onednn.map(batch, map);
        memory.desc channels = Onednn.descriptor(format_tag.x, map.channels());
        batch_normalization_backward.primitive_desc primitive =
                new batch_normalization_backward.primitive_desc(
                        new batch_normalization_backward.desc(
                                dnnl_backward, maps, maps, Engine.EPSILON, SCALE_AND_SHIFT),
                        Onednn.CPU,
                        forward(maps, dnnl_forward_training, SCALE_AND_SHIFT),
                        false);
        return new PrimitiveKernel(new batch_normalization_backward(primitive))
                .array(DNNL_ARG_SRC, maps)
                .array(DNNL_ARG_SCALE, channels)
                // oneDNN asks for the shift, on which no gradient depends.
                .alias(DNNL_ARG_SHIFT, DNNL_ARG_SCALE)
                .array(DNNL_ARG_DIFF_DST, maps)
                .array(DNNL_ARG_MEAN, channels)
                .array(DNNL_ARG_VARIANCE, channels)
                .array(DNNL_ARG_DIFF_SCALE, channels)
                .array(DNNL_ARG_DIFF_SHIFT, channels)
                .array(DNNL_ARG_DIFF_SRC, maps);
    }

    private static PrimitiveKernel kernel(MapShape map, long batch, int use, int flags) {
        memory.desc maps = Onednn.map(batch, map);
        memory.desc channels = Onednn.descriptor(format_tag.x, map.channels());
        return new PrimitiveKernel(new batch_normalization_forward(forward(maps, use, flags)))
                .array(DNNL_ARG_SRC, maps)
                .array(DNNL_ARG_SCALE, channels)
                .array(DNNL_ARG_SHIFT, channels)
                .array(DNNL_ARG_MEAN, channels)
                .array(DNNL_ARG_VARIANCE, channels)
                .array(DNNL_ARG_DST, maps);
    }

    private static batch_normalization_forward.primitive_desc forward(
            memory.desc maps, int use, int flags) {
        return new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(use, maps, Engine.EPSILON, flags),
                Onednn.CPU,
                false);
    }
}
