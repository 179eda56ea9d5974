package dev.hourglass.training.averaging.vector;

import java.io.Serializable;

/**
 * Carries the vectors of one round between the driver and the workers. It is sent to the executors
 * with the round's tasks.
 */
public interface VectorExchange extends Serializable, AutoCloseable {
    /** What every worker starts from; not to be changed. Called by tasks. */
    float[] start();

    /**
     * Sends a worker's vector to the driver, and takes it: the caller has done with it. Called by
     * tasks.
     */
    void send(int shard, float[] vector);

    /**
     * A worker's vector, once its task has ended; null where it sent none. Called by the driver.
     */
    float[] receive(int shard);

    /** Forgets the round: what is sent now is nobody's. Called by the driver. */
    @Override
    void close();
}
