package dev.hourglass.training.averaging;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Carries vectors between driver and workers for one round: over Spark as raw bytes, or, where all
 * of Spark is one process, by handing them over as they are.
 */
final class VectorExchange implements Serializable, AutoCloseable {
    private static final AtomicLong ROUNDS = new AtomicLong();

    /** By round, and in it by shard. */
    private static final Map<Long, Map<Integer, float[]>> HANDED_OVER = new ConcurrentHashMap<>();

    private static final int START = -1;

    private final long round = ROUNDS.incrementAndGet();

    /** Null where driver and workers are one process. */
    private final Broadcast<FloatVector> broadcast;

    VectorExchange(JavaSparkContext spark, float[] start) {
        if (spark.isLocal()) {
            broadcast = null;
            HANDED_OVER.put(round, new ConcurrentHashMap<>(Map.of(START, start)));
        } else {
            broadcast = spark.broadcast(new FloatVector(start));
        }
    }

    /** What every worker starts from; not to be changed. */
    float[] start() {
        return broadcast == null ? handedOver().get(START) : broadcast.value().values();
    }

    /** Sends a worker's vector to the driver: what is returned goes into the task's result. */
    FloatVector send(int shard, float[] vector) {
        if (broadcast == null && vector != null) {
            handedOver().put(shard, vector);
            return null;
        }
        return vector == null ? null : new FloatVector(vector);
    }

    /** A worker's vector, on the driver; null where it had none. */
    float[] receive(int shard, FloatVector sent) {
        return sent == null ? handedOver().remove(shard) : sent.values();
    }

    /** Frees the start on the driver and on all executors. */
    @Override
    public void close() {
        if (broadcast == null) {
            HANDED_OVER.remove(round);
        } else {
            broadcast.destroy();
        }
    }

    /** What a worker hands over after the round was given up is nobody's. */
    private Map<Integer, float[]> handedOver() {
        return HANDED_OVER.getOrDefault(round, new HashMap<>());
    }
}
