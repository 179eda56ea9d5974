package dev.hourglass.source.synthetic;

import java.util.SplittableRandom;

/**
 * One random stream for every record of a generated dataset: a function of the seed and the
 * record's index alone, so that neither partitions nor executors nor their order matter.
 */
final class Seeds {
    private Seeds() {}

    /**
     * The stream of record {@code index}. Seed and index are each put through SplitMix64's mixing
     * function, without which neighbouring records would walk the same sequence a step apart.
     */
    static SplittableRandom random(long seed, long index) {
        return new SplittableRandom(mix(mix(seed) + index));
    }

    private static long mix(long value) {
        return new SplittableRandom(value).nextLong();
    }
}
