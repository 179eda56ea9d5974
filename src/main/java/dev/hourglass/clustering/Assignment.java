package dev.hourglass.clustering;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
}
