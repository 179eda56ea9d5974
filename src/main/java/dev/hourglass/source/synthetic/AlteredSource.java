package dev.hourglass.source.synthetic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Another source on the day after: one sample in so many has another tensor, the same bytes moved
 * on by one.
 *
 * @param source as it was the day before
 * @param every of so many samples one is altered
 */
public record AlteredSource(SampleSource source, int every) implements SampleSource {
    @Override
    public String description() {
        return source.description() + ", one in " + every + " altered";
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return source.tensorSpec(spark);
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        Column chosen = pmod(xxhash64(col(SampleColumns.ID)), lit(every)).equalTo(0);
        Column moved =
                concat(
                        expr("substring(" + SampleColumns.TENSOR + ", 2)"),
                        expr("substring(" + SampleColumns.TENSOR + ", 1, 1)"));
        return source.read(spark)
                .withColumn(
                        SampleColumns.TENSOR,
                        when(chosen, moved).otherwise(col(SampleColumns.TENSOR)));
    }
}
