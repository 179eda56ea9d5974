package dev.hourglass.clustering;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import java.util.Comparator;
import java.util.Locale;

/**
 * The section {@code cluster.selection} of the configuration: how the number of clusters is chosen
 * where none is set.
 *
 * @param criterion which number is the best
 * @param from the least number tried
 * @param to the greatest
 * @param sample rows that are clustered for it at most
 * @param references sets without clusters that {@link Criterion#GAP} compares with
 */
public record SelectionSettings(Criterion criterion, int from, int to, int sample, int references) {
    /** Which number of clusters is the best. */
    public enum Criterion {
        /** The greatest mean silhouette (Rousseeuw 1987). */
        SILHOUETTE,
        /** The least index of Davies and Bouldin (1979). */
        DAVIES_BOULDIN,
        /**
         * The least whose gap is no smaller than the next one's by more than that one's error
         * (Tibshirani, Walther and Hastie 2001).
         */
        GAP,
        /** The least Bayesian information criterion (Schwarz 1978). */
        BIC;

        /** A candidate's value. */
        public double of(Selection.Candidate candidate) {
            return switch (this) {
                case SILHOUETTE -> candidate.silhouette();
                case DAVIES_BOULDIN -> candidate.daviesBouldin();
                case GAP -> candidate.gap();
                case BIC -> candidate.bic();
            };
        }

        private boolean isLessBetter() {
            return this == DAVIES_BOULDIN || this == BIC;
        }

        /** From the best to the worst. */
        Comparator<Selection.Candidate> order() {
            Comparator<Selection.Candidate> ascending = Comparator.comparingDouble(this::of);
            return isLessBetter() ? ascending : ascending.reversed();
        }

        /** As it is given in the configuration. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SelectionSettings {
        requireNonNull(criterion, "criterion is null");
        Require.range("cluster.selection.from", from, 2, 10_000);
        Require.range("cluster.selection.to", to, from, 10_000);
        Require.range("cluster.selection.sample", sample, 100, 10_000_000);
        Require.range("cluster.selection.references", references, 2, 1_000);
    }
}
