package dev.hourglass.dataset;

import dev.hourglass.source.TensorSpec;
import java.util.Arrays;

/**
 * Where the rows of a file begin that lie in it one after the other: of dense tensors by their
 * common length, of sparse ones by a table of eight bytes a row.
 */
final class RowBounds {
    private static final int FIRST_ROWS = 1024;

    /** Of every row; -1 where they differ. */
    private final int length;

    /** Where rows end, as many as there are; empty where all are of the same length. */
    private long[] ends;

    private int rows;

    private RowBounds(int length, long[] ends) {
        this.length = length;
        this.ends = ends;
    }

    /** Of rows that hold tensors, to be added. */
    static RowBounds of(TensorSpec tensor) {
        return tensor.dtype().isSparse()
                ? new RowBounds(-1, new long[FIRST_ROWS])
                : new RowBounds(tensor.bytes(), new long[0]);
    }

    /** Adds a row of so many bytes. */
    void add(int bytes) {
        if (length < 0) {
            if (rows == ends.length) {
                ends = Arrays.copyOf(ends, Math.multiplyExact(rows, 2));
            }
            ends[rows] = start(rows) + bytes;
        }
        rows = Math.addExact(rows, 1);
    }

    /** How many were added. */
    int rows() {
        return rows;
    }

    /** The first byte of a row. */
    long start(int row) {
        if (length >= 0) {
            return (long) row * length;
        }
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Bytes of a row. */
    int length(int row) {
        return length >= 0 ? length : (int) (ends[row] - start(row));
    }
}
