package dev.hourglass.recommendation;

import java.util.List;

/** Says how well each item suits a user. Used by one task at a time. */
public interface Scorer {
    /**
     * The scores of all items, higher being better.
     *
     * @param users what is known of each of them
     * @return [users, items], row-major; a user's scores do not depend on the others in the batch
     */
    float[] score(List<Interactions> users);
}
