package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.hourglass.network.layer.StudentT;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Each row in the cluster that it is most a member of, by Student's t-distribution. */
record MembershipAssignment(Vector[] centres) implements Assignment {
    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        double[] flat =
                StudentT.rowMajor(Stream.of(centres).map(Vector::toArray).toArray(double[][]::new));
        UDF1<Vector, double[]> memberships =
                features -> StudentT.memberships(features.toArray(), 1, flat, features.size());
        return Assignment.toMostProbable(
                rows,
                udf(memberships, DataTypes.createArrayType(DataTypes.DoubleType, false))
                        .apply(col(FEATURES)));
    }
}
