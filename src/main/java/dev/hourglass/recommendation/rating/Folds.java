package dev.hourglass.recommendation.rating;

import java.io.Serializable;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Parts of the ratings: which one a rating is in depends on its user, its item and the seed.
 *
 * @param count of parts
 */
record Folds(long seed, int count) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In place of a part, where none is left out. */
    static final int NONE = -1;

    /** From 0. */
    int of(int user, int item) {
        return Math.floorMod(MurmurHash3.hash32(((long) user << 32) | item, seed, 0), count);
    }
}
