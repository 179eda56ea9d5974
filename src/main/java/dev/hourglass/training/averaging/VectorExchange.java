package dev.hourglass.training.averaging;

import java.io.Serializable;
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
    private static final Map<Place, float[]> HANDED_OVER = new ConcurrentHashMap<>();
    private static final int START = -1;

    private record Place(long round, int shard) {}

    private final long round = ROUNDS.incrementAndGet();

    /** Null where driver and workers are one process. */
    private final Broadcast<FloatVector> broadcast;

    VectorExchange(JavaSparkContext spark, float[] start) {
        if (spark.isLocal()) {
            broadcast = null;
            HANDED_OVER.put(new Place(round, START), start);
        } else {
            broadcast = spark.broadcast(new FloatVector(start));
        }
    }

    /** What every worker starts from; not to be changed. */
    float[] start() {
        return broadcast == null
                ? HANDED_OVER.get(new Place(round, START))
                : broadcast.value().values();
    }

    /** Sends a worker's vector to the driver: what is returned goes into the task's result. */
    FloatVector send(int shard, float[] vector) {
        if (broadcast == null && vector != null) {
            HANDED_OVER.put(new Place(round, shard), vector);
            return null;
        }
        return vector == null ? null : new FloatVector(vector);
    }

    /** A worker's vector, on the driver; null where it had none. */
    float[] receive(int shard, FloatVector sent) {
        return sent == null ? HANDED_OVER.remove(new Place(round, shard)) : sent.values();
    }

    /** Frees the start on the driver and on all executors. */
    @Override
    public void close() {
        if (broadcast == null) {
            HANDED_OVER.keySet().removeIf(place -> place.round == round);
        } else {
            broadcast.destroy();
        }
    }
}
