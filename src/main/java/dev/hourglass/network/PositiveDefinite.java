package dev.hourglass.network;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.NativeThreads;

/** Symmetric positive definite matrices, by the LAPACK that OpenBLAS has. */
public final class PositiveDefinite {
    /** The triangle that LAPACK, which counts columns first, calls lower. */
    private static final byte TRIANGLE = 'L';

    private PositiveDefinite() {}

    /**
     * Inverts a matrix in place by its Cholesky factor: n³ multiplications and additions. LAPACK
     * works on a copy, so that there are 16 · n² bytes meanwhile.
     *
     * @param matrix [n, n], symmetric; only its upper triangle is read
     * @throws HourglassException with INTERNAL where it is not positive definite, or has a NaN
     */
    public static void invert(double[] matrix, int n) {
        if (matrix.length != Math.multiplyExact(n, n)) {
            throw new IllegalArgumentException(
                    matrix.length + " elements for " + n + " rows and columns");
        }
        NativeThreads.limit();
        // A symmetric matrix is its own transpose: in columns' order LAPACK needs no third copy.
        requireDone(LAPACKE_dpotrf(LAPACK_COL_MAJOR, TRIANGLE, n, matrix, n));
        requireDone(LAPACKE_dpotri(LAPACK_COL_MAJOR, TRIANGLE, n, matrix, n));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i * n + j] = matrix[j * n + i];
            }
        }
    }

    private static void requireDone(int info) {
        if (info != 0) {
            throw new HourglassException(
                    ErrorCode.INTERNAL,
                    "A matrix that has to be inverted is not positive definite",
                    info > 0 ? "its leading minor of order " + info : "it holds a NaN",
                    "see that its numbers are finite, and add more to its diagonal");
        }
    }
}
