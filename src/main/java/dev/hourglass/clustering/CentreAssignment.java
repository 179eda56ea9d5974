package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Each row in the cluster that a model of MLlib leads it to, the more confidently the nearer its
 * centre is compared with the others.
 *
 * @param model of k-means or bisecting k-means, which predicts {@link #CLUSTER}
 */
record CentreAssignment<M extends Model<M> & MLWritable>(M model, Vector[] centres)
        implements Assignment {
    static CentreAssignment<KMeansModel> of(KMeansModel model) {
        return new CentreAssignment<>(model, model.clusterCenters());
    }

    static CentreAssignment<BisectingKMeansModel> of(BisectingKMeansModel model) {
        return new CentreAssignment<>(model, model.clusterCenters());
    }

    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        Vector[] all = centres;
        UDF2<Vector, Integer, Double> margin =
                (features, cluster) -> margin(features, cluster, all);
        Column confidence = udf(margin, DataTypes.DoubleType).apply(col(FEATURES), col(CLUSTER));
        return model.transform(rows).withColumn(CONFIDENCE, confidence);
    }

    /** 1 − own / other: the distances to the row's own centre and to the nearest other one. */
    private static double margin(Vector features, int cluster, Vector[] centres) {
        double own = Vectors.sqdist(features, centres[cluster]);
        double other = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.length; i++) {
            if (i != cluster) {
                other = Math.min(other, Vectors.sqdist(features, centres[i]));
            }
        }
        // Bisecting's tree may lead to a centre that is not the nearest.
        return own < other ? 1 - Math.sqrt(own / other) : 0;
    }
}
