package dev.hourglass.source;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The table that says what the elements of a dataset's tensors are, where its rows are those of a
 * matrix: of users by items, say.
 */
public final class MatrixColumns {
    /** The element's place in the tensor, from 0 on without gaps. */
    public static final String INDEX = "index";

    /** What the raw data call it. Unique; indices are in the order of ids. */
    public static final String ID = "id";

    /** Rows of all splits that have this element. */
    public static final String COUNT = "count";

    /** {@code index int, id string, count long}. */
    public static final StructType SCHEMA =
            new StructType()
                    .add(INDEX, DataTypes.IntegerType, false)
                    .add(ID, DataTypes.StringType, false)
                    .add(COUNT, DataTypes.LongType, false);

    private MatrixColumns() {}
}
