package dev.hourglass.network.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The larger map of a {@link ConvolutionShape} with its padding, seen through the taps of the
 * kernel: through each of them, every position of the smaller map sees one position.
 */
final class Taps {
    private final ConvolutionShape shape;

    /** [batch, reached height, reached width, channels]. */
    private final INDArray reached;

    private Taps(ConvolutionShape shape, INDArray reached) {
        this.shape = shape;
        this.reached = reached;
    }

    /** Of zeros. */
    static Taps zeros(ConvolutionShape shape, DataType type, long batch) {
        return filled(shape, type, batch, 0);
    }

    /**
     * Of a batch of larger maps.
     *
     * @param x [batch, elements of the shape's input]
     * @param padding what is around them
     */
    static Taps of(ConvolutionShape shape, INDArray x, double padding) {
        Taps taps = filled(shape, x.dataType(), x.size(0), padding);
        taps.inner(taps.reached, shape.paddingTop(), shape.paddingLeft())
                .assign(taps.inner(taps.map(x), 0, 0));
        return taps;
    }

    /** What one tap sees, [batch, height, width, channels] of the smaller map; a view. */
    INDArray at(int row, int column) {
        long[] stride = reached.stride();
        return Nd4j.create(
                reached.data(),
                new long[] {
                    reached.size(0),
                    shape.output().height(),
                    shape.output().width(),
                    shape.input().channels()
                },
                new long[] {
                    stride[0],
                    stride[1] * shape.strideHeight(),
                    stride[2] * shape.strideWidth(),
                    stride[3]
                },
                reached.offset() + row * stride[1] + column * stride[2],
                'c');
    }

    /** What one tap sees as [positions of the smaller map in the batch, channels]; a copy. */
    INDArray matrix(int row, int column) {
        return at(row, column).dup('c').reshape('c', -1, shape.input().channels());
    }

    /** Writes the maps without their padding; zero where no tap reaches. */
    void writeTo(INDArray x) {
        x.assign(0);
        inner(map(x), 0, 0).assign(inner(reached, shape.paddingTop(), shape.paddingLeft()));
    }

    private static Taps filled(ConvolutionShape shape, DataType type, long batch, double value) {
        return new Taps(
                shape,
                Nd4j.createUninitialized(
                                type,
                                batch,
                                shape.reachedHeight(),
                                shape.reachedWidth(),
                                shape.input().channels())
                        .assign(value));
    }

    /** The stretch of [batch, rows, columns, channels] that is neither padding nor out of reach. */
    private INDArray inner(INDArray maps, int top, int left) {
        int height = Math.min(shape.input().height(), shape.reachedHeight() - shape.paddingTop());
        int width = Math.min(shape.input().width(), shape.reachedWidth() - shape.paddingLeft());
        return maps.get(
                NDArrayIndex.all(),
                NDArrayIndex.interval(top, top + height),
                NDArrayIndex.interval(left, left + width),
                NDArrayIndex.all());
    }

    private INDArray map(INDArray x) {
        MapShape map = shape.input();
        return x.reshape('c', x.size(0), map.height(), map.width(), map.channels());
    }
}
