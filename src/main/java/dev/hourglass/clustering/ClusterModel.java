package dev.hourglass.clustering;

import static dev.hourglass.clustering.Assignment.CLUSTER;
import static dev.hourglass.clustering.Assignment.CONFIDENCE;
import static dev.hourglass.clustering.Assignment.FEATURES;
import static dev.hourglass.embedding.EmbeddingTable.EMBEDDING;
import static dev.hourglass.embedding.EmbeddingTable.ID;
import static dev.hourglass.embedding.EmbeddingTable.LABEL;
import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Clusters that were found, by which any embeddings of the same model can be assigned. */
public final class ClusterModel {
    static final String DISTANCE = "distance";

    private final ClusterSettings.Method method;
    private final ClusterSpace space;
    private final Assignment assignment;

    /**
     * @param space in which the clusters lie
     */
    ClusterModel(ClusterSettings.Method method, ClusterSpace space, Assignment assignment) {
        this.method = method;
        this.space = space;
        this.assignment = assignment;
    }

    /** By which they were found. */
    public ClusterSettings.Method method() {
        return method;
    }

    ClusterSpace space() {
        return space;
    }

    Assignment assignment() {
        return assignment;
    }

    /**
     * Assigns rows, seen before or not.
     *
     * @param embeddings the columns {@code id}, {@code embedding} and {@code label} of {@link
     *     dev.hourglass.embedding.EmbeddingTable}, as wide as those that the clusters were found in
     * @return the columns of {@link ClusteringResult#assignments}
     */
    public Dataset<Row> assign(Dataset<Row> embeddings) {
        return assignments(assignPlaced(features(space.place(embeddings))));
    }

    /** By [cluster, element]: the centres, or means, in the space where clusters were sought. */
    public double[][] centres() {
        return Stream.of(assignment.centres()).map(Vector::toArray).toArray(double[][]::new);
    }

    /** Rows as methods take them, in place of their embeddings. */
    static Dataset<Row> features(Dataset<Row> placed) {
        return placed.select(col(ID), col(LABEL), array_to_vector(col(EMBEDDING)).as(FEATURES));
    }

    /** Adds cluster and confidence to {@link #features}. */
    Dataset<Row> assignPlaced(Dataset<Row> features) {
        return assignment.assign(features);
    }

    /** The columns of the assignments table of rows that have been assigned. */
    Dataset<Row> assignments(Dataset<Row> assigned) {
        Vector[] centres = assignment.centres();
        UDF2<Vector, Integer, Double> distance =
                (features, cluster) -> Math.sqrt(Vectors.sqdist(features, centres[cluster]));
        Column toCentre = udf(distance, DataTypes.DoubleType).apply(col(FEATURES), col(CLUSTER));
        return assigned.select(
                col(ID),
                col(CLUSTER),
                col(CONFIDENCE).cast(DataTypes.FloatType).as(CONFIDENCE),
                toCentre.cast(DataTypes.FloatType).as(DISTANCE),
                col(LABEL));
    }
}
