package dev.hourglass.training.averaging;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Vectors of this process that nobody needs any more, to be filled again: those of a round are
 * long, and a new array costs as much time to be zeroed as the vector takes to be copied. The
 * driver takes as many in a round as it gives back; on the executors of a cluster the pool stays
 * empty.
 */
public final class VectorPool {
    private static final Deque<float[]> FREE = new ConcurrentLinkedDeque<>();

    private VectorPool() {}

    /** A vector with any content. */
    public static float[] take(int length) {
        for (float[] vector = FREE.poll(); vector != null; vector = FREE.poll()) {
            if (vector.length == length) {
                return vector;
            }
        }
        return new float[length];
    }

    /** Takes a vector that the caller, and everyone else, has done with. */
    public static void giveBack(float[] vector) {
        FREE.push(vector);
    }

    /** Forgets all: a training has ended. */
    static void clear() {
        FREE.clear();
    }
}
