package dev.hourglass.recommendation;

import java.io.Serializable;

/**
 * A model on its way to the executors. It is broadcast: every executor has one object, which makes
 * a scorer for each of its tasks, several at once.
 */
public interface ScorerFactory extends Serializable {
    /** A scorer for the task that asks for it. */
    Scorer create();
}
