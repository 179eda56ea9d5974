package dev.hourglass.training.averaging.vector;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Vectors of this process that nobody needs any more, to be filled again: those of a round are
 * long, and a new array costs as much time to be zeroed as the vector takes to be copied. Driver
 * and executors take as many in a round as they give back. What nobody takes is memory that Java's
 * collector may have when it needs it.
 */
public final class VectorPool {
    private static final Deque<SoftReference<float[]>> FREE = new ConcurrentLinkedDeque<>();

    private VectorPool() {}

    /** A vector with any content. */
    public static float[] take(int length) {
        for (SoftReference<float[]> free = FREE.poll(); free != null; free = FREE.poll()) {
            float[] vector = free.get();
            if (vector != null && vector.length == length) {
                return vector;
            }
        }
        return new float[length];
    }

    /** Takes a vector that the caller, and everyone else, has done with. */
    public static void giveBack(float[] vector) {
        FREE.push(new SoftReference<>(vector));
    }

    /** Forgets all: a training has ended. */
    public static void clear() {
        FREE.clear();
    }
}
