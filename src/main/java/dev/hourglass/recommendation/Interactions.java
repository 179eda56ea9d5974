package dev.hourglass.recommendation;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SparseTensor;
import dev.hourglass.source.TensorSpec;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The items that a user has, and how much: a row of the matrix of users by items.
 *
 * @param user id, unique in the dataset
 * @param items indices, ascending
 * @param values of these items, as many: ratings, or ones
 */
public record Interactions(String user, int[] items, float[] values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The users of one split, decoded whenever they are read.
     *
     * @throws HourglassException with CONFIGURATION where the dataset's tensors are not sparse, and
     *     MISSING_INPUT where the split is empty
     */
    public static JavaRDD<Interactions> of(SparkSession spark, TensorDataset dataset, Split split) {
        TensorSpec tensor = dataset.manifest().tensor();
        if (!tensor.dtype().isSparse()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Items can be recommended to users only where a dataset is of ratings",
                    dataset.folder() + ": tensors of " + tensor.dtype(),
                    "ingest with source = ratings and ratings.rows = users");
        }
        if (dataset.manifest().count(split) == 0) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "The dataset has no " + split.folder() + " users",
                    dataset.folder().toString(),
                    "ingest it again with more data or other ingest.validation and ingest.test");
        }
        return of(dataset.rows(spark, split), tensor.elements());
    }

    /**
     * Users, decoded whenever they are read.
     *
     * @param rows samples of sparse tensors
     * @param items columns of the matrix
     */
    public static JavaRDD<Interactions> of(Dataset<Row> rows, int items) {
        return rows.select(col(SampleColumns.ID), col(SampleColumns.TENSOR))
                .javaRDD()
                .map(row -> decode(row.getString(0), row.getAs(1), items));
    }

    private static Interactions decode(String user, byte[] tensor, int items) {
        SparseTensor.Elements elements = SparseTensor.decode(tensor, items);
        return new Interactions(user, elements.indices(), elements.values());
    }
}
