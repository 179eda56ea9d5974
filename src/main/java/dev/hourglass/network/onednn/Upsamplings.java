package dev.hourglass.network.onednn;

import dev.hourglass.network.engine.ConvolutionShape;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Up-sampling as plain loops over rows. oneDNN's resampling does not crop and, in this version,
 * faults on large arrays that do not begin at a multiple of its vectors' length.
 */
final class Upsamplings {
    private final ConvolutionShape shape;
    private final int channels;
    private final float[] small;
    private final float[] row;

    private Upsamplings(ConvolutionShape shape) {
        this.shape = shape;
        channels = shape.input().channels();
        small = new float[shape.output().elements()];
        row = new float[shape.input().width() * channels];
    }

    /** Repeats the positions of the smaller maps {@code x}. */
    static void forward(ConvolutionShape shape, INDArray x, INDArray y) {
        Upsamplings loops = new Upsamplings(shape);
        FloatPointer from = new FloatPointer(Onednn.address(x, 0));
        FloatPointer to = new FloatPointer(Onednn.address(y, 0));
        for (long sample = 0; sample < x.size(0); sample++) {
            from.position(sample * loops.small.length).get(loops.small);
            for (int i = 0; i < shape.input().height(); i++) {
                loops.expand(i);
                to.position((sample * shape.input().height() + i) * loops.row.length)
                        .put(loops.row);
            }
        }
        keep(x, y);
    }

    /** Sums the larger maps {@code dy} over what each position was repeated to. */
    static void gradient(ConvolutionShape shape, INDArray dy, INDArray dx) {
        Upsamplings loops = new Upsamplings(shape);
        FloatPointer from = new FloatPointer(Onednn.address(dy, 0));
        FloatPointer to = new FloatPointer(Onednn.address(dx, 0));
        for (long sample = 0; sample < dx.size(0); sample++) {
            Arrays.fill(loops.small, 0);
            for (int i = 0; i < shape.input().height(); i++) {
                from.position((sample * shape.input().height() + i) * loops.row.length)
                        .get(loops.row);
                loops.collect(i);
            }
            to.position(sample * loops.small.length).put(loops.small);
        }
        keep(dy, dx);
    }

    /** Only addresses were used: the collector must not free the arrays before the end. */
    private static void keep(INDArray from, INDArray to) {
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }

    /** Makes row {@code i} of the larger map. */
    private void expand(int i) {
        Arrays.fill(row, 0);
        int start = startOfRow(i);
        if (start < small.length) {
            for (int j = 0; j < reachedWidth(); j++) {
                int source = start + column(j);
                for (int k = 0; k < channels; k++) {
                    row[j * channels + k] = small[source + k];
                }
            }
        }
    }

    /** Adds row {@code i} of the larger map where it belongs. */
    private void collect(int i) {
        int start = startOfRow(i);
        if (start < small.length) {
            for (int j = 0; j < reachedWidth(); j++) {
                int target = start + column(j);
                for (int k = 0; k < channels; k++) {
                    small[target + k] += row[j * channels + k];
                }
            }
        }
    }

    /** Where the row begins that row {@code i} repeats; past the end for a row of zeros. */
    private int startOfRow(int i) {
        int repeated = (i + shape.paddingTop()) / shape.strideHeight();
        return repeated * shape.output().width() * channels;
    }

    /** Where in its row the position begins that column {@code j} repeats. */
    private int column(int j) {
        return (j + shape.paddingLeft()) / shape.strideWidth() * channels;
    }

    private int reachedWidth() {
        return Math.min(shape.input().width(), shape.reachedWidth() - shape.paddingLeft());
    }
}
