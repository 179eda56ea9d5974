package dev.hourglass.clustering;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.hourglass.network.layer.StudentT;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Each row in the cluster that it is most a member of, by Student's t-distribution. */
record MembershipAssignment(Vector[] centres) implements Assignment {
    private static final String MEMBERSHIPS = "memberships";

    @Override
    public Dataset<Row> assign(Dataset<Row> rows) {
        double[] flat =
                StudentT.rowMajor(Stream.of(centres).map(Vector::toArray).toArray(double[][]::new));
        UDF1<Vector, double[]> memberships =
                features -> StudentT.memberships(features.toArray(), 1, flat, features.size());
        Column degrees =
                udf(memberships, DataTypes.createArrayType(DataTypes.DoubleType, false))
                        .apply(col(FEATURES));
        Column best = array_position(col(MEMBERSHIPS), col(CONFIDENCE)).minus(1);
        return rows.withColumn(MEMBERSHIPS, degrees)
                .withColumn(CONFIDENCE, array_max(col(MEMBERSHIPS)))
                .withColumn(CLUSTER, best.cast(DataTypes.IntegerType))
                .drop(MEMBERSHIPS);
    }
}
