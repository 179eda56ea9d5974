package dev.hourglass.network.onednn;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
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

    private final ConvolutionShape shape;
    private final Axis rows;
    private final Axis columns;
    private final Kernel convolution;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray phases;
    private final List<Deal> deals = new ArrayList<>();

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

        /** The first position of a phase. */
        int first(int phase) {
            return Math.floorMod(phase - padding, stride);
        }

        int count(int phase) {
            return (large - first(phase) + stride - 1) / stride;
        }

        /**
         * All positions of a phase. The last is on its own where a whole stride from it would lead
         * past the end, which oneDNN takes for an overlap with the next row or map.
         */
        List<Stretch> stretches(int phase) {
            int count = count(phase);
            if (count == 0) {
                return List.of();
            }
            if (count == 1 || count * stride <= large) {
                return List.of(stretch(phase, 0, count));
            }
            return List.of(stretch(phase, 0, count - 1), stretch(phase, count - 1, 1));
        }

        private Stretch stretch(int phase, int skipped, int count) {
            int position = first(phase) + skipped * stride;
            return new Stretch(phase, position, (position + padding) / stride - firstCell(), count);
        }

        /** The tap of the kernel that a tap of the phase's own stands for. */
        int tap(int phase, int own) {
            return stride * (taps() - 1 - own) + phase;
        }
    }

    /**
     * Positions of one phase along one axis.
     *
     * @param position the first, in the larger map
     * @param cell the first's place among the cells
     * @param count of positions, a stride apart
     */
    private record Stretch(int phase, int position, int cell, int count) {}

    /** Moves one phase, or a part of it, to its positions. */
    private record Deal(reorder move, memory from, long fromOffset, memory to, long toOffset) {
        void execute(stream stream, Pointer phases, Pointer y) {
            from.set_data_handle(Onednn.shifted(phases, fromOffset));
            to.set_data_handle(Onednn.shifted(y, toOffset));
            move.execute(stream, from, to);
        }

        void close() {
            for (Pointer pointer : List.of(move, from, to)) {
                pointer.releaseReference();
            }
        }
    }

    private SubPixelConvolution(ConvolutionShape shape, Nonlinearity f, long batch) {
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
        convolution = Convolutions.forward(inner, f, batch);
        weights = Nd4j.createUninitializedDetached(DataType.FLOAT, inner.weights());
        bias = Nd4j.createUninitializedDetached(DataType.FLOAT, 1, cells.channels());
        phases = Nd4j.createUninitializedDetached(DataType.FLOAT, batch, cells.elements());
        for (int row = 0; row < rows.stride(); row++) {
            for (int column = 0; column < columns.stride(); column++) {
                for (Stretch high : rows.stretches(row)) {
                    for (Stretch wide : columns.stretches(column)) {
                        deals.add(deal(cells, batch, high, wide));
                    }
                }
            }
        }
    }

    /** Whether this way is the faster one, and possible. */
    static boolean suits(ConvolutionShape shape) {
        return shape.strideHeight() * shape.strideWidth() > 1
                && channels(shape) <= VECTOR
                && rows(shape).before() >= 0
                && rows(shape).after() >= 0
                && columns(shape).before() >= 0
                && columns(shape).after() >= 0;
    }

    /** Of (smaller map, weights, bias) makes the larger map. */
    static SubPixelConvolution of(ConvolutionShape shape, Nonlinearity f, long batch) {
        return new SubPixelConvolution(shape, f, batch);
    }

    @Override
    public void execute(INDArray... arrays) {
        rearrange(arrays[1], arrays[2]);
        convolution.execute(arrays[0], weights, bias, phases);
        stream stream = Onednn.stream();
        Pointer from = Onednn.address(phases);
        Pointer to = Onednn.address(arrays[3]);
        deals.forEach(deal -> deal.execute(stream, from, to));
        stream._wait();
    }

    @Override
    public void close() {
        convolution.close();
        deals.forEach(Deal::close);
        weights.close();
        bias.close();
        phases.close();
    }

    /** A phase is a channel of its own; what a tap of it does not reach is zero. */
    private void rearrange(INDArray given, INDArray givenBias) {
        FloatPointer from = new FloatPointer(Onednn.address(given));
        FloatPointer to = new FloatPointer(Onednn.address(weights));
        FloatPointer fromBias = new FloatPointer(Onednn.address(givenBias));
        FloatPointer toBias = new FloatPointer(Onednn.address(bias));
        int small = shape.output().channels();
        int large = shape.input().channels();
        long target = 0;
        for (int row = 0; row < rows.stride(); row++) {
            for (int column = 0; column < columns.stride(); column++) {
                for (int channel = 0; channel < large; channel++) {
                    int phase = (row * columns.stride() + column) * large + channel;
                    toBias.put(phase, fromBias.get(channel));
                    for (int k = 0; k < small; k++) {
                        for (int u = 0; u < rows.taps(); u++) {
                            for (int v = 0; v < columns.taps(); v++) {
                                int i = rows.tap(row, u);
                                int j = columns.tap(column, v);
                                boolean reached = i < rows.kernel() && j < columns.kernel();
                                long source =
                                        (((long) k * large + channel) * rows.kernel() + i)
                                                        * columns.kernel()
                                                + j;
                                to.put(target++, reached ? from.get(source) : 0);
                            }
                        }
                    }
                }
            }
        }
    }

    private Deal deal(MapShape cells, long batch, Stretch high, Stretch wide) {
        int channels = shape.input().channels();
        long[] size = {batch, channels, high.count(), wide.count()};
        long width = shape.input().width();
        memory.desc from =
                Onednn.strided(
                        size,
                        cells.elements(),
                        1,
                        (long) cells.width() * cells.channels(),
                        cells.channels());
        memory.desc to =
                Onednn.strided(
                        size,
                        shape.input().elements(),
                        1,
                        rows.stride() * width * channels,
                        (long) columns.stride() * channels);
        memory source = new memory(from, Onednn.CPU, Onednn.NOWHERE).retainReference();
        memory target = new memory(to, Onednn.CPU, Onednn.NOWHERE).retainReference();
        long phase = (long) high.phase() * columns.stride() + wide.phase();
        long fromOffset =
                ((long) high.cell() * cells.width() + wide.cell()) * cells.channels()
                        + phase * channels;
        long toOffset = (high.position() * width + wide.position()) * channels;
        reorder move = new reorder(source, target).retainReference();
        return new Deal(move, source, fromOffset, target, toOffset);
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
