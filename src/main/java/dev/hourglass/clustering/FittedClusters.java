package dev.hourglass.clustering;

import java.util.Optional;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The outcome of one run of any method.
 *
 * @param cost what the method made small, comparable between runs on the same rows
 */
record FittedClusters(Assignment assignment, double cost) {
    /** Share of the embedding's deviation below which a centre counts as standing still. */
    private static final double CENTRE_TOLERANCE = 1e-4;

    /** How much better, relatively, a later run must be to replace an earlier one. */
    private static final double COST_TOLERANCE = 1e-9;

    /**
     * One run, where it found all clusters asked for.
     *
     * @param rows with {@link Assignment#FEATURES}; not cached themselves, for then MLlib caches
     *     the vectors as long as the run lasts, in the form its iterations read
     */
    private static Optional<FittedClusters> fit(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        Optional<FittedClusters> fitted =
                switch (settings.method()) {
                    case KMEANS -> Optional.of(kmeans(rows, spread, settings, seed));
                    case BISECTING -> Optional.of(bisecting(rows, settings, seed));
                    case GMM, N2D -> GaussianMixtureRun.fit(rows, spread, settings, seed);
                    case DCEC -> throw new IllegalArgumentException("it trains the network");
                };
        return fitted.filter(run -> run.assignment().centres().length == settings.k());
    }

    /** The best of several runs, where any found all clusters. */
    static Optional<FittedClusters> best(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        Optional<FittedClusters> best = Optional.empty();
        for (int run = 0; run < settings.restarts(); run++) {
            Optional<FittedClusters> next = fit(rows, spread, settings, seed + run);
            if (best.isEmpty() || next.isPresent() && next.get().isBetter(best.get())) {
                best = next;
            }
        }
        return best;
    }

    private boolean isBetter(FittedClusters other) {
        // Runs that end in the same clusters differ by rounding: the first of them must stay.
        return other.cost - cost > COST_TOLERANCE * Math.abs(other.cost);
    }

    /** One run of k-means, from which mixtures begin too. */
    static FittedClusters kmeans(
            Dataset<Row> rows, Spread spread, ClusterSettings settings, long seed) {
        KMeansModel model =
                new KMeans()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setTol(CENTRE_TOLERANCE * spread.rootMeanSquare())
                        .setSeed(seed)
                        .setPredictionCol(Assignment.CLUSTER)
                        .fit(rows);
        return new FittedClusters(CentreAssignment.of(model), model.summary().trainingCost());
    }

    private static FittedClusters bisecting(
            Dataset<Row> rows, ClusterSettings settings, long seed) {
        BisectingKMeansModel model =
                new BisectingKMeans()
                        .setK(settings.k())
                        .setMaxIter(settings.maxIterations())
                        .setSeed(seed)
                        .setPredictionCol(Assignment.CLUSTER)
                        .fit(rows);
        return new FittedClusters(CentreAssignment.of(model), model.summary().trainingCost());
    }
}
