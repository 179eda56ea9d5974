package dev.hourglass.training;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.lang3.ArrayUtils;

/** What is drawn at random while a worker trains its shard: the order, another in every epoch. */
public final class EpochOrder {
    private EpochOrder() {}

    /**
     * A permutation of the shard's rows that depends on nothing but the arguments.
     *
     * @param size of the shard
     * @param shard its index, from 0
     * @param epoch from 1
     */
    public static int[] of(int size, int shard, long seed, int epoch) {
        int[] order = IntStream.range(0, size).toArray();
        ArrayUtils.shuffle(order, new Random(seed ^ MurmurHash3.hash32(epoch, shard, 0)));
        return order;
    }

    /**
     * A seed for what is drawn in a single step.
     *
     * @param shard its index, from 0
     * @param step from 1
     */
    public static long seed(long seed, int shard, long step) {
        return seed
                ^ MurmurHash3.hash128x64(
                        ByteBuffer.allocate(12).putInt(shard).putLong(step).array())[0];
    }
}
