package dev.hourglass.clustering;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;

import java.util.stream.Stream;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Each row in the component of a mixture that it comes from most probably.
 *
 * @param scaling of the features before the model sees them
 * @param model which predicts {@link #CLUSTER}
 */
record MixtureAssignment(Scaling scaling, GaussianMixtureModel model) implements Assignment {
    static final String PROBABILITY = "probability";

    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        Column posterior = array_max(vector_to_array(col(PROBABILITY), "float64"));
        return model.transform(scaling.apply(rows)).withColumn(CONFIDENCE, posterior);
    }

    @Override
    public Vector[] centres() {
        return Stream.of(model.gaussians())
                .map(component -> scaling.unscaled(component.mean()))
                .toArray(Vector[]::new);
    }
}
