package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Brings features to one deviation.
 *
 * @param mean of each element, which becomes 0
 * @param factors by which the differences from it are multiplied; 0 for an element that never
 *     changes
 */
record Scaling(double[] mean, double[] factors) {
    static final String SCALED = "scaled";

    /** To this deviation. */
    static Scaling of(Spread spread, double deviation) {
        return new Scaling(
                spread.mean(),
                Arrays.stream(spread.deviation()).map(d -> d == 0 ? 0 : deviation / d).toArray());
    }

    /** Adds {@link #SCALED} to rows with {@link Assignment#FEATURES}. */
    Dataset<Row> apply(Dataset<Row> rows) {
        double[] from = mean;
        double[] by = factors;
        UDF1<Vector, Vector> scale =
                features -> {
                    double[] values = new double[by.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (features.apply(i) - from[i]) * by[i];
                    }
                    return Vectors.dense(values);
                };
        return rows.withColumn(
                SCALED, udf(scale, SQLDataTypes.VectorType()).apply(col(Assignment.FEATURES)));
    }

    /** A point among scaled features, in the features' own units. */
    Vector unscaled(Vector point) {
        double[] values = mean.clone();
        for (int i = 0; i < values.length; i++) {
            if (factors[i] > 0) {
                values[i] += point.apply(i) / factors[i];
            }
        }
        return Vectors.dense(values);
    }

    /** By which the logarithm of a density falls: scaling takes this much volume away. */
    double logShrinkage() {
        return Arrays.stream(factors).filter(factor -> factor > 0).map(Math::log).sum();
    }
}
