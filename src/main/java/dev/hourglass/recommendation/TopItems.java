package dev.hourglass.recommendation;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.PriorityQueue;

/** The items that suit a user best, of those that the user does not have yet. */
final class TopItems {
    private TopItems() {}

    /**
     * The best items, best first; of equal ones that of the lower index comes first. One pass, with
     * a heap of {@code k}.
     *
     * @param scores [rows, items] of a batch
     * @param row whose items are asked for
     * @param seen indices of the items that the user has, ascending
     * @param counts of the train users: items that none of them has are left out
     * @param k items, or as many as there are
     * @throws HourglassException with TRAINING_FAILED where a score is NaN
     */
    static int[] of(float[] scores, int row, int[] seen, ItemCounts counts, int k) {
        PriorityQueue<Long> best = new PriorityQueue<>(k + 1);
        int next = 0;
        for (int item = 0; item < counts.items(); item++) {
            float score = scores[row * counts.items() + item];
            if (Float.isNaN(score)) {
                throw notANumber(item);
            }
            if (next < seen.length && seen[next] == item) {
                next++;
            } else if (counts.isKnown(item)) {
                long key = key(score, item);
                if (best.size() < k || key > best.peek()) {
                    best.add(key);
                }
                if (best.size() > k) {
                    best.remove();
                }
            }
        }
        int[] items = new int[best.size()];
        for (int i = items.length - 1; i >= 0; i--) {
            items[i] = item(best.remove());
        }
        return items;
    }

    /** A number that is greater for a better score, and of equal ones for a lower index. */
    private static long key(float score, int item) {
        // Adding 0 makes −0 into 0, which it equals.
        int bits = Float.floatToIntBits(score + 0f);
        // Negative floats are in the opposite order of their bits.
        int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        return (long) ordered << Integer.SIZE | Integer.MAX_VALUE - item;
    }

    private static int item(long key) {
        return Integer.MAX_VALUE - (int) key;
    }

    private static HourglassException notANumber(int item) {
        return new HourglassException(
                ErrorCode.TRAINING_FAILED,
                "A model's score is not a number",
                "of item " + item,
                "train the model again, with a lower learning rate if it is a network");
    }
}
