package dev.hourglass.network.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Doubles between Java's arrays and ND4J's, for layers that compute in Java. */
final class Doubles {
    private Doubles() {}

    /** A copy of an array's values, row-major. */
    static double[] of(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            return array.dup('c').data().asDouble();
        }
        float[] floats = NativeFloats.values(array);
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    /** Writes row-major values to an array. */
    static void assign(INDArray array, double[] values) {
        INDArray row;
        if (array.dataType() == DataType.FLOAT) {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            row = NativeFloats.matrix(floats, 1, floats.length);
        } else {
            row = Nd4j.createFromArray(values);
        }
        array.assign(row.reshape('c', array.shape()));
    }
}
