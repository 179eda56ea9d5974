package dev.hourglass.recommendation;

import java.util.List;

/** Recommends the same to all: the items that most train users have. */
public final class Popularity implements ScorerFactory, Scorer {
    private static final long serialVersionUID = 1L;

    private final ItemCounts counts;

    public Popularity(ItemCounts counts) {
        this.counts = counts;
    }

    @Override
    public Scorer create() {
        return this;
    }

    @Override
    public float[] score(List<Interactions> users) {
        int items = counts.items();
        float[] scores = new float[users.size() * items];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = counts.counts()[i % items];
        }
        return scores;
    }
}
