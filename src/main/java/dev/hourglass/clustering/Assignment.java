package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Tells which cluster a row belongs to, seen before or not. */
sealed interface Assignment permits CentreAssignment, MixtureAssignment, MembershipAssignment {
    /** The embedding, or where it lies in a layout, as a vector. */
    String FEATURES = "features";

    String CLUSTER = "cluster";
    String CONFIDENCE = "confidence";

    /**
     * Adds {@link #CLUSTER} and {@link #CONFIDENCE}.
     *
     * @param rows with {@link #FEATURES}
     */
    Dataset<Row> assign(Dataset<Row> rows);

    /** Of the clusters, in the features' own units. */
    Vector[] centres();

    /**
     * Adds {@link #CLUSTER} and {@link #CONFIDENCE} where each cluster has a degree.
     *
     * @param degrees an array, an element a cluster; the first of equal ones is taken
     */
    static Dataset<Row> toMostProbable(Dataset<Row> rows, Column degrees) {
        String all = "degrees";
        Column best = array_position(col(all), col(CONFIDENCE)).minus(1);
        return rows.withColumn(all, degrees)
                .withColumn(CONFIDENCE, array_max(col(all)))
                .withColumn(CLUSTER, best.cast(DataTypes.IntegerType))
                .drop(all);
    }
}
