package dev.hourglass.recommendation.rating;

import java.io.Serializable;

/**
 * Places by a key that each has: the users' or the items'.
 *
 * @param start of each key's places, and of none at the end
 * @param place in the order of keys, and of one key ascending
 */
record Lines(int[] start, int[] place) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Sorts places by their keys.
     *
     * @param keys by place
     * @param count of keys
     */
    static Lines of(int[] keys, int count) {
        int[] start = new int[count + 1];
        for (int key : keys) {
            start[key + 1]++;
        }
        for (int key = 0; key < count; key++) {
            start[key + 1] += start[key];
        }
        int[] next = start.clone();
        int[] place = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            place[next[keys[i]]++] = i;
        }
        return new Lines(start, place);
    }
}
