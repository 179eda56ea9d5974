package dev.hourglass.network.onednn;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import java.lang.ref.Reference;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A transposed convolution as a convolution of stride 1 that makes all phases of a stride as
 * channels, which are then dealt out to their positions (Shi et al. 2016). oneDNN's own way fills
 * vectors with channels, mostly in vain where a map has one to four of them.
 */
final class SubPixelConvolution implements Kernel {
    /** Floats in a vector of AVX-512. */
    private static final int VECTOR = 16;

    /** Channels of the larger map that leave most of a vector empty. */
    private static final int FEW = 4;

    private final ConvolutionShape shape;
    private final Axis rows;
    private final Axis columns;
    private final Kernel convolution;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray phases;
    private final Kernel deal;
    private final Kernel crop;

    /** What {@link #deal} makes, larger than the result by parts of cells. */
    private final INDArray dealt;

    /**
     * Positions along one axis. Position p of the larger map has phase (p + padding) mod stride and
     * lies in cell (p + padding) / stride.
     */
    private record Axis(int large, int small, int kernel, int stride, int padding) {
        int taps() {
            return (kernel + stride - 1) / stride;
        }

        int firstCell() {
            return padding / stride;
        }

        int cells() {
            return (large - 1 + padding) / stride - firstCell() + 1;
        }

        int before() {
            return taps() - 1 - firstCell();
        }

        int after() {
            return firstCell() + cells() - small;
        }

        /** Positions of the cells before the first of the larger map. */
        int skipped() {
            return padding - firstCell() * stride;
        }

        /** The tap of the kernel that a tap of the phase's own stands for. */
        int tap(int phase, int own) {
            return stride * (taps() - 1 - own) + phase;
        }
    }

    /** Of (smaller map, weights, bias) makes the larger map. */
    SubPixelConvolution(Precision precision, ConvolutionShape shape, Nonlinearity f, long batch) {
        this.shape = shape;
        rows = rows(shape);
        columns = columns(shape);
        MapShape cells = new MapShape(rows.cells(), columns.cells(), channels(shape));
        ConvolutionShape inner =
                new ConvolutionShape(
                        shape.output(),
                        cells,
                        rows.taps(),
                        columns.taps(),
                        1,
                        1,
                        rows.before(),
                        columns.before());
        convolution = Convolutions.forward(precision, inner, f, batch);
        weights = Nd4j.createUninitializedDetached(DataType.FLOAT, inner.weights());
        bias = Nd4j.createUninitializedDetached(DataType.FLOAT, 1, cells.channels());
        phases = Nd4j.createUninitializedDetached(DataType.FLOAT, batch, cells.elements());
        long dealtHeight = (long) cells.height() * rows.stride();
        long dealtWidth = (long) cells.width() * columns.stride();
        dealt =
                Nd4j.createUninitializedDetached(
                        DataType.FLOAT, batch, dealtHeight * dealtWidth * shape.input().channels());
        deal = deal(cells, batch);
        crop = crop(batch, dealtHeight, dealtWidth);
    }

    /** Whether this way is the faster one, and possible. */
    static boolean suits(ConvolutionShape shape) {
        return shape.strideHeight() * shape.strideWidth() > 1
                && (channels(shape) <= VECTOR || shape.input().channels() <= FEW)
                && rows(shape).before() >= 0
                && rows(shape).after() >= 0
                && columns(shape).before() >= 0
                && columns(shape).after() >= 0;
    }

    @Override
    public void execute(INDArray... arrays) {
        rearrange(arrays[1], arrays[2]);
        convolution.execute(arrays[0], weights, bias, phases);
        deal.execute(phases, dealt);
        crop.execute(dealt, arrays[3]);
        // Weights and bias were read by their addresses.
        Reference.reachabilityFence(arrays);
    }

    @Override
    public void close() {
        List.of(convolution, deal, crop).forEach(Kernel::close);
        List.of(weights, bias, phases, dealt).forEach(INDArray::close);
    }

    /** A phase is a channel of its own. */
    private void rearrange(INDArray given, INDArray givenBias) {
        // Each call of a pointer takes as long as dozens of numbers in Java's own arrays.
        float[] from = new float[(int) given.length()];
        float[] to = new float[(int) weights.length()];
        float[] fromBias = new float[(int) givenBias.length()];
        float[] toBias = new float[(int) bias.length()];
        new FloatPointer(Onednn.address(given, 0)).get(from);
        new FloatPointer(Onednn.address(givenBias, 0)).get(fromBias);
        int channels = shape.input().channels();
        int target = 0;
        for (int filter = 0; filter < toBias.length; filter++) {
            int channel = filter % channels;
            int phase = filter / channels;
            toBias[filter] = fromBias[channel];
            for (int k = 0; k < shape.output().channels(); k++) {
                int plane = k * channels + channel;
                target = rearrange(phase, plane * shape.kernelArea(), from, target, to);
            }
        }
        new FloatPointer(Onednn.address(weights, 0)).put(to);
        new FloatPointer(Onednn.address(bias, 0)).put(toBias);
    }

    /**
     * The taps of one phase; what the kernel does not reach is zero.
     *
     * @param source where the kernel begins in {@code from}
     * @return where the next begins in {@code to}
     */
    private int rearrange(int phase, int source, float[] from, int target, float[] to) {
        int next = target;
        for (int u = 0; u < rows.taps(); u++) {
            int i = rows.tap(phase / columns.stride(), u);
            for (int v = 0; v < columns.taps(); v++) {
                int j = columns.tap(phase % columns.stride(), v);
                boolean reached = i < rows.kernel() && j < columns.kernel();
                to[next++] = reached ? from[source + i * columns.kernel() + j] : 0;
            }
        }
        return next;
    }

    /** [row, column, phase of the row, phase of the column] to [row, phase, column, phase]. */
    private PrimitiveKernel deal(MapShape cells, long batch) {
        long innermost = (long) columns.stride() * shape.input().channels();
        long[] size = {batch * cells.height(), cells.width(), rows.stride(), innermost};
        memory.desc from = Onednn.descriptor(format_tag.abcd, size);
        memory.desc to = Onednn.descriptor(format_tag.acbd, size);
        return PrimitiveKernel.copy(from, to, 0);
    }

    private PrimitiveKernel crop(long batch, long dealtHeight, long dealtWidth) {
        MapShape map = shape.input();
        long channels = map.channels();
        long[] size = {batch, channels, map.height(), map.width()};
        memory.desc from =
                Onednn.strided(
                        size,
                        dealtHeight * dealtWidth * channels,
                        1,
                        dealtWidth * channels,
                        channels);
        return PrimitiveKernel.copy(
                from,
                Onednn.descriptor(format_tag.nhwc, size),
                (rows.skipped() * dealtWidth + columns.skipped()) * channels);
    }

    private static int channels(ConvolutionShape shape) {
        return shape.strideHeight() * shape.strideWidth() * shape.input().channels();
    }

    private static Axis rows(ConvolutionShape shape) {
        return new Axis(
                shape.input().height(),
                shape.output().height(),
                shape.kernelHeight(),
                shape.strideHeight(),
                shape.paddingTop());
    }

    private static Axis columns(ConvolutionShape shape) {
        return new Axis(
                shape.input().width(),
                shape.output().width(),
                shape.kernelWidth(),
                shape.strideWidth(),
                shape.paddingLeft());
    }
}
