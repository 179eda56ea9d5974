package dev.hourglass.network.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Doubles between Java's arrays and ND4J's, for layers that compute in Java. */
final class Doubles {
    private Doubles() {}

    /** A copy of an array's values, row-major. */
    static double[] of(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** Writes row-major values to an array. */
    static void assign(INDArray array, double[] values) {
        array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()));
    }
}
