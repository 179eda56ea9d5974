package dev.hourglass.network.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A computation made ready for arrays of certain shapes. For one thread. */
interface Kernel extends AutoCloseable {
    /** Computes, and waits for the end. */
    void execute(INDArray... arrays);

    @Override
    void close();
}
