package dev.hourglass.recommendation;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * One random stream for every user: a function of the seed and the user's id alone, so that neither
 * partitions nor their order matter.
 */
final class UserRandom {
    private static final int HASH_SEED = 0;

    private UserRandom() {}

    static SplittableRandom of(long seed, String user) {
        byte[] id = user.getBytes(StandardCharsets.UTF_8);
        long hash = MurmurHash3.hash128x64(id, 0, id.length, HASH_SEED)[0];
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash);
    }
}
