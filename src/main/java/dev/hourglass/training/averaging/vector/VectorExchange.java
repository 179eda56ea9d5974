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

    /** The vector of a worker whose task has sent it and ended. Called by the driver. */
    float[] receive(int shard);

    /** Forgets the round: what is sent now is nobody's. Called by the driver. */
    @Override
    void close();
}
