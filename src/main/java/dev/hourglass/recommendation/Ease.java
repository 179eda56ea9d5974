package dev.hourglass.recommendation;

import dev.hourglass.network.PositiveDefinite;
import java.util.List;

/**
 * EASE, the best linear autoencoder without a hidden layer whose items do not reconstruct
 * themselves (Steck 2019): with P = (XᵀX + λI)⁻¹ the weights are B = −P / diag(P), column by
 * column, and 0 on the diagonal. The scores of a user x are xB.
 */
public final class Ease implements ScorerFactory, Scorer {
    private static final long serialVersionUID = 1L;

    /** What to choose λ from. */
    public static final List<Double> GRID = List.of(30.0, 100.0, 300.0, 1_000.0, 3_000.0);

    private final int items;
    private final double lambda;

    /** B [items, items], row-major. */
    private final float[] weights;

    private Ease(int items, double lambda, float[] weights) {
        this.items = items;
        this.lambda = lambda;
        this.weights = weights;
    }

    /**
     * Fits the weights on the driver: 8 bytes · items², once more while LAPACK inverts.
     *
     * @param gram of the train users
     * @param lambda of the squares' penalty, positive
     */
    public static Ease fit(GramMatrix gram, double lambda) {
        int items = gram.items();
        double[] inverse = gram.plusDiagonal(lambda);
        PositiveDefinite.invert(inverse, items);
        float[] weights = new float[items * items];
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                if (i != j) {
                    weights[i * items + j] =
                            (float) (-inverse[i * items + j] / inverse[j * items + j]);
                }
            }
        }
        return new Ease(items, lambda, weights);
    }

    /**
     * The model with which the lists of validation users are of the highest NDCG@100. It is fitted
     * once more than there are λ, so that there are never two models in memory.
     *
     * @param grid of λ: {@link #GRID}, say
     */
    public static Ease choose(GramMatrix gram, RankingEvaluation validation, List<Double> grid) {
        double best =
                GridSearch.best(grid, lambda -> validation.evaluate("EASE", fit(gram, lambda)));
        return fit(gram, best);
    }

    /** The penalty that this was fitted with. */
    public double lambda() {
        return lambda;
    }

    @Override
    public Scorer create() {
        return this;
    }

    @Override
    public float[] score(List<Interactions> users) {
        float[] scores = new float[users.size() * items];
        for (int row = 0; row < users.size(); row++) {
            Interactions user = users.get(row);
            for (int i = 0; i < user.items().length; i++) {
                int from = user.items()[i] * items;
                float value = user.values()[i];
                for (int item = 0; item < items; item++) {
                    scores[row * items + item] += value * weights[from + item];
                }
            }
        }
        return scores;
    }
}
