package dev.hourglass.clustering;

import static dev.hourglass.clustering.Assignment.CLUSTER;
import static dev.hourglass.clustering.Assignment.FEATURES;
import static dev.hourglass.clustering.ClusterModel.DISTANCE;
import static dev.hourglass.embedding.EmbeddingTable.ID;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.clustering.Selection.Candidate;
import dev.hourglass.clustering.SelectionSettings.Criterion;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Tries several numbers of clusters on a sample of the rows.
 *
 * @param seed of the first run
 */
public record KSelection(ClusterSettings settings, long seed) {
    /**
     * Tries them all.
     *
     * @param embeddings as {@link Clustering#fit} takes them
     * @param layout takes the share of a layout that is done, 0 to 1
     * @param found takes each candidate when it has been measured
     * @throws dev.hourglass.error.HourglassException as {@link Clustering#fit}
     */
    public Selection select(
            Dataset<Row> embeddings, DoubleConsumer layout, Consumer<Candidate> found) {
        SelectionSettings selection = settings.selection();
        long rows =
                Math.min(
                        Clustering.check(embeddings, selection.from(), selection.to()).rows(),
                        selection.sample());
        if (selection.from() >= rows) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A sample of %d rows cannot tell whether %d clusters are good"
                            .formatted(rows, selection.from()),
                    "cluster.selection.from, cluster.selection.sample",
                    "begin with fewer clusters than the sample has rows, or give cluster.k");
        }
        ClusterSettings method = settings.ofEmbeddings();
        // Its partitions and their order are those of the ids, whatever the table's.
        Dataset<Row> sample =
                Clustering.inCanonicalOrder(
                        embeddings.orderBy(xxhash64(col(ID)), col(ID)).limit(selection.sample()),
                        selection.sample());
        ClusterSpace space =
                method.method() == ClusterSettings.Method.N2D
                        ? ClusterSpace.layOut(sample, settings.n2d(), seed, layout)
                        : ClusterSpace.EMBEDDINGS;
        Dataset<Row> features =
                ClusterModel.features(space.place(sample)).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Spread spread = Spread.of(features, FEATURES);
            Optional<UniformReferences> references =
                    selection.criterion() == Criterion.GAP
                            ? Optional.of(
                                    UniformReferences.of(
                                            features, spread, selection.references(), seed))
                            : Optional.empty();
            List<Candidate> candidates = new ArrayList<>();
            for (int k = selection.from(); k <= Math.min(selection.to(), spread.count() - 1); k++) {
                ClusterSettings tried = method.with(k);
                Optional<FittedClusters> fitted =
                        FittedClusters.best(features, spread, tried, seed);
                if (fitted.isPresent()) {
                    Optional<Candidate> candidate =
                            measure(features, spread, tried, fitted.get(), references);
                    candidate.ifPresent(found);
                    candidate.ifPresent(candidates::add);
                }
            }
            if (candidates.isEmpty()) {
                throw Clustering.tooFewClusters(method.with(selection.from()));
            }
            return Selection.of(selection.criterion(), spread.count(), candidates);
        } finally {
            features.unpersist();
        }
    }

    private Optional<Candidate> measure(
            Dataset<Row> features,
            Spread spread,
            ClusterSettings tried,
            FittedClusters fitted,
            Optional<UniformReferences> references) {
        ClusterModel model =
                new ClusterModel(tried.method(), ClusterSpace.EMBEDDINGS, fitted.assignment());
        Dataset<Row> assigned = model.assignPlaced(features);
        List<Member> clusters = members(model.assignments(assigned));
        double squares = clusters.stream().mapToDouble(Member::squares).sum();
        if (clusters.size() < tried.k() || squares == 0) {
            return Optional.empty();
        }
        double silhouette =
                new ClusteringEvaluator()
                        .setFeaturesCol(FEATURES)
                        .setPredictionCol(CLUSTER)
                        .evaluate(assigned);
        int width = spread.deviation().length;
        double bic =
                fitted.assignment() instanceof MixtureAssignment
                        ? bicOfMixture(fitted.cost(), spread.count(), width, tried.k())
                        : bicOfCentres(clusters, squares, spread.count(), width);
        Optional<UniformReferences.Gap> gap = references.map(all -> all.gap(tried, squares, seed));
        return Optional.of(
                new Candidate(
                        tried.k(),
                        fitted.cost(),
                        silhouette,
                        daviesBouldin(clusters, fitted.assignment().centres()),
                        bic,
                        gap.map(UniformReferences.Gap::gap).orElse(null),
                        gap.map(UniformReferences.Gap::error).orElse(null)));
    }

    /**
     * One cluster's rows.
     *
     * @param scatter mean distance from the centre
     * @param squares sum of squared distances
     */
    record Member(long rows, double scatter, double squares) {}

    private static List<Member> members(Dataset<Row> assignments) {
        Column distance = col(DISTANCE).cast(DataTypes.DoubleType);
        return assignments
                .groupBy(CLUSTER)
                .agg(count(lit(1)), avg(distance), sum(distance.multiply(distance)))
                .orderBy(CLUSTER)
                .collectAsList()
                .stream()
                .map(row -> new Member(row.getLong(1), row.getDouble(2), row.getDouble(3)))
                .toList();
    }

    /**
     * The mean over the clusters of how much each is like the one that it is most like: their
     * scatters over their centres' distance.
     */
    static double daviesBouldin(List<Member> clusters, Vector[] centres) {
        double sum = 0;
        for (int i = 0; i < centres.length; i++) {
            double most = 0;
            for (int j = 0; j < centres.length; j++) {
                if (j != i) {
                    double scatter = clusters.get(i).scatter() + clusters.get(j).scatter();
                    double apart = Math.sqrt(Vectors.sqdist(centres[i], centres[j]));
                    most = Math.max(most, scatter / apart);
                }
            }
            sum += most;
        }
        return sum / centres.length;
    }

    /** A mixture's weights, means and covariances are free. */
    static double bicOfMixture(double negativeLogLikelihood, long rows, int width, int k) {
        double free = k - 1 + k * width + k * width * (width + 1.0) / 2;
        return 2 * negativeLogLikelihood + free * Math.log(rows);
    }

    /**
     * Of centres as those of round Gaussians of one variance, of which each row is from its own
     * cluster's (Pelleg and Moore 2000).
     */
    static double bicOfCentres(List<Member> clusters, double squares, long rows, int width) {
        int k = clusters.size();
        double variance = squares / (width * (double) (rows - k));
        double logLikelihood =
                -rows * width / 2.0 * Math.log(2 * Math.PI * variance)
                        - width * (rows - k) / 2.0
                        - rows * Math.log(rows);
        for (Member cluster : clusters) {
            logLikelihood += cluster.rows() * Math.log(cluster.rows());
        }
        double free = k - 1 + k * width + 1;
        return -2 * logLikelihood + free * Math.log(rows);
    }
}
