package dev.hourglass.recommendation;

import java.io.Serializable;

/**
 * What a model recommends to a held-out user.
 *
 * @param items indices, best first: {@link RankingMeasures#LIST}, or as many as there are
 */
record RankedList(HeldOutUser user, int[] items) implements Serializable {
    private static final long serialVersionUID = 1L;
}
