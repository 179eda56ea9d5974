package dev.hourglass.network.layer;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Floats between Java's arrays and ND4J's, as a whole: ND4J's own ways go number by number. */
public final class NativeFloats {
    private NativeFloats() {}

    /** The memory of a row-major array without gaps, that is not a view. */
    public static FloatBuffer of(INDArray array) {
        return array.data().asNio().asFloatBuffer();
    }

    /** A copy of row-major values, [rows, columns]. */
    public static INDArray matrix(float[] values, long rows, long columns) {
        INDArray matrix = Nd4j.createUninitialized(DataType.FLOAT, rows, columns);
        of(matrix).put(0, values, 0, Math.toIntExact(rows * columns));
        return matrix;
    }

    /** A copy of an array's values, row-major. */
    public static float[] values(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        of(array.dup('c')).get(0, values);
        return values;
    }
}
