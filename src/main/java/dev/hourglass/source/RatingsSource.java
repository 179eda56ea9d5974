package dev.hourglass.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.RatingsSettings.Rows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * Ratings of items by users, one a line of text or a row of Parquet, as samples: the vector of a
 * user's ratings of all items, or of an item's by all users.
 *
 * <ul>
 *   <li>{@code id} and {@code group} are the user's id, or the item's; ids of any type become
 *       texts. There are no labels.
 *   <li>Tensors are {@link SparseTensor}s [columns], whose columns are the other ids that a rating
 *       is left of, in the order of these texts; {@link MatrixColumns} names them.
 *   <li>The elements are the ratings, or 1 for each of at least a threshold, or for each row where
 *       there are no ratings.
 *   <li>A line of other columns than the first one, a rating that is missing, no finite number or
 *       out of range, and a missing id are rejected. Of several ratings of an item by a user the
 *       latest counts, and the others are rejected.
 * </ul>
 *
 * <p>How many columns there are is known when all ratings have been read: {@link #tensorSpec} does
 * it, and {@link #read} goes on from there.
 */
public final class RatingsSource implements SampleSource {
    /** The id of a rejected row that says none. */
    private static final String UNKNOWN = "unknown";

    private static final int EXAMPLES = 3;

    private final RatingsSettings settings;

    /** Null where they are those that there are. */
    private final Dataset<Row> columns;

    /** Made at first use, and once: all ratings are read for it. */
    private RatingsTable table;

    public RatingsSource(RatingsSettings settings) {
        this(settings, null);
    }

    /**
     * Ratings as samples of another dataset's columns. What is in no such column is left out, and a
     * sample that has nothing else has no elements.
     *
     * @param columns of the other dataset, in those of {@link MatrixColumns}; null to number those
     *     that there are
     */
    public RatingsSource(RatingsSettings settings, Dataset<Row> columns) {
        this.settings = settings;
        this.columns = columns;
    }

    @Override
    public String description() {
        String sample = settings.rows() == Rows.USERS ? "user" : "item";
        String counted = settings.threshold() == null ? "" : " of at least " + settings.threshold();
        return "ratings%s in %s, a sample for each %s"
                .formatted(counted, new Path(settings.path()).getName(), sample);
    }

    /**
     * [columns], sparse.
     *
     * @throws HourglassException with SOURCE_UNREADABLE where there are no such files, and
     *     SOURCE_MALFORMED where they have no such columns, or no rating that counts
     */
    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        long columns = table(spark).columns().count();
        if (columns == 0) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "There is no rating that counts",
                    description() + examples(spark),
                    "see that ratings.user, item, rating, separator and threshold fit the file");
        }
        return TensorSpec.sparse((int) Math.min(columns, Integer.MAX_VALUE), "rating");
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        UDF1<Seq<Row>, byte[]> encode = RatingsSource::encode;
        UserDefinedFunction tensor = udf(encode, DataTypes.BinaryType);
        Dataset<Row> samples =
                rows(
                        table(spark).samples(),
                        col(RatingsTable.ROW),
                        col(RatingsTable.ROW),
                        tensor.apply(col(RatingsTable.ELEMENTS)),
                        nothing(SampleColumns.REJECTION_TYPE));
        Dataset<Row> rejected =
                rows(
                        table(spark).rejected(),
                        coalesce(col(RatingsTable.ROW), lit(UNKNOWN)),
                        nothing(DataTypes.StringType),
                        nothing(DataTypes.BinaryType),
                        struct(
                                col(RatingsReader.PATH),
                                col(RatingsReader.POSITION),
                                col(RatingsTable.REASON)));
        return samples.union(rejected);
    }

    @Override
    public Optional<Dataset<Row>> columns(SparkSession spark) {
        return Optional.of(table(spark).columns());
    }

    /**
     * A rating that counts is a piece of input, as one is that was rejected: see {@link
     * SparseTensor}.
     */
    @Override
    public Column pieces() {
        return expr(
                "length(%s) div %d".formatted(SampleColumns.TENSOR, SparseTensor.ELEMENT_BYTES));
    }

    private synchronized RatingsTable table(SparkSession spark) {
        if (table == null) {
            table = new RatingsTable(spark, settings, columns);
        }
        return table;
    }

    private String examples(SparkSession spark) {
        List<Row> rejected =
                table(spark)
                        .rejected()
                        .select(RatingsReader.POSITION, RatingsTable.REASON)
                        .limit(EXAMPLES)
                        .collectAsList();
        return rejected.stream()
                .map(row -> "; " + row.getString(0) + ": " + row.getString(1))
                .collect(Collectors.joining());
    }

    private static Dataset<Row> rows(
            Dataset<Row> from, Column id, Column group, Column tensor, Column rejection) {
        return from.select(
                id.as(SampleColumns.ID),
                group.as(SampleColumns.GROUP),
                nothing(DataTypes.StringType).as(SampleColumns.LABEL),
                nothing(DataTypes.StringType).as(SampleColumns.SPLIT),
                tensor.as(SampleColumns.TENSOR),
                rejection.as(SampleColumns.REJECTION));
    }

    private static Column nothing(DataType type) {
        return lit(null).cast(type);
    }

    private static byte[] encode(Seq<Row> elements) {
        int[] indices = new int[elements.size()];
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            Row element = elements.apply(i);
            indices[i] = element.getInt(0);
            values[i] = element.getFloat(1);
        }
        return SparseTensor.encode(indices, values);
    }
}
