package dev.hourglass.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.row_number;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * A column of a DataFrame as samples. They are called after what they hold, so that the same rows
 * in any order, over any partitions, are the same dataset.
 */
final class ColumnSource implements SampleSource {
    private final Dataset<Row> rows;
    private final InputColumn column;

    /**
     * @param rows with this column
     */
    ColumnSource(Dataset<Row> rows, InputColumn column) {
        this.rows = rows;
        this.column = column;
    }

    @Override
    public String description() {
        return "column " + column.name() + " of a DataFrame";
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return column.tensor();
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        // A local copy: a lambda would take this whole object along.
        InputColumn input = column;
        return rows.select(monotonically_increasing_id(), Columns.named(input.name()))
                .map(
                        (MapFunction<Row, Row>) row -> sample(row.getLong(0), input, row.get(1)),
                        Encoders.row(SampleColumns.schema()))
                .withColumn(SampleColumns.ID, concat_ws("-", col(SampleColumns.ID), copy()));
    }

    /** Rows that hold the same are told apart by numbers, no matter which gets which. */
    private static Column copy() {
        return row_number()
                .over(Window.partitionBy(SampleColumns.ID).orderBy(SampleColumns.ID))
                .cast("string");
    }

    private static Row sample(long number, InputColumn column, Object value) {
        InputColumn.Reading reading = column.read(value);
        return reading.flaw() == null
                ? SampleColumns.sample(
                        DigestUtils.sha256Hex(reading.tensor()), null, null, null, reading.tensor())
                : SampleColumns.rejected(
                        "row-" + number,
                        "column " + column.name(),
                        Columns.position(number),
                        reading.flaw(),
                        0);
    }
}
