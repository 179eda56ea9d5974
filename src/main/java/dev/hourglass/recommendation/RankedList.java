package dev.hourglass.recommendation;

import java.io.Serializable;

/**
 * What a model recommends to a user.
 *
 * @param items indices, best first: as many as were asked for, or as there are
 * @param scores of these
 */
record RankedList(HeldOutUser user, int[] items, float[] scores) implements Serializable {
    private static final long serialVersionUID = 1L;
}
