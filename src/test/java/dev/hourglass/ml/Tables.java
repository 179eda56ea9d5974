package dev.hourglass.ml;

import dev.hourglass.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** DataFrames with the columns {@code id} and {@code features}. */
final class Tables {
    static final int WIDTH = 6;

    private Tables() {}

    /** One row a value, with its place as its id. */
    static Dataset<Row> of(DataType type, List<?> values) {
        List<Row> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(RowFactory.create(rows.size(), value));
        }
        return SharedSpark.session().createDataFrame(rows, schema(type));
    }

    static StructType schema(DataType type) {
        return new StructType().add("id", DataTypes.IntegerType, false).add("features", type, true);
    }

    /** Vectors on a plane in six dimensions: two numbers say all about one. */
    static Dataset<Row> vectors(int count) {
        return of(SQLDataTypes.VectorType(), points(count));
    }

    /** The same points, always. */
    static List<Vector> points(int count) {
        Random random = new Random(7);
        List<Vector> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            points.add(Vectors.dense(a, b, a + b, a - b, 3 * a + 10, 2 - b));
        }
        return points;
    }

    /** Vectors among which are a null, one that is too short and one that holds NaN. */
    static Dataset<Row> withFlaws() {
        List<Vector> rows = new ArrayList<>(points(20));
        rows.set(3, null);
        rows.set(5, Vectors.dense(1, 2, 3));
        rows.set(7, Vectors.dense(1, 2, Double.NaN, 4, 5, 6));
        return of(SQLDataTypes.VectorType(), rows);
    }

    /** A small network, trained for a moment. */
    static Autoencoder autoencoder() {
        return new Autoencoder()
                .setWidths(8)
                .setBottleneck(2)
                .setEpochs(2)
                .setBatch(16)
                .setLearningRate(0.01)
                .setShards(2);
    }

    /** By id, so that tables can be compared. */
    static List<Row> sorted(Dataset<Row> rows) {
        return rows.sort("id").collectAsList();
    }

    /** The ids of rows. */
    static List<Integer> ids(Dataset<Row> rows) {
        return sorted(rows.select("id")).stream().map(row -> row.getInt(0)).toList();
    }

    /** Those of a table of so many rows, without some. */
    static List<Integer> idsWithout(int count, Integer... left) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(i);
        }
        ids.removeAll(Arrays.asList(left));
        return ids;
    }
}
