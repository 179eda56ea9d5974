package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.stream.Stream;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Each row in the component of a mixture that it comes from most probably. */
record MixtureAssignment(Mixture mixture) implements Assignment {
    /** That of a mixture that was stored in MLlib's form. */
    static MixtureAssignment of(GaussianMixtureModel stored) {
        return new MixtureAssignment(new Mixture(stored.weights(), stored.gaussians()));
    }

    /** MLlib's form of the mixture, to be stored. */
    GaussianMixtureModel stored() {
        return new GaussianMixtureModel(
                Identifiable.randomUID("mixture"), mixture.weights(), mixture.components());
    }

    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        Mixture model = mixture;
        UDF1<Vector, double[]> posteriors =
                features -> {
                    double[] values = new double[model.weights().length];
                    model.posteriors(features, values);
                    return values;
                };
        return Assignment.toMostProbable(
                rows,
                udf(posteriors, DataTypes.createArrayType(DataTypes.DoubleType, false))
                        .apply(col(FEATURES)));
    }

    @Override
    public Vector[] centres() {
        return Stream.of(mixture.components())
                .map(MultivariateGaussian::mean)
                .toArray(Vector[]::new);
    }
}
