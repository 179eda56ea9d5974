package dev.hourglass.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.source.MatrixColumns;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The files of a dataset that say what the elements of its tensors are. */
final class ColumnFiles {
    private ColumnFiles() {}

    /**
     * Writes them.
     *
     * @param columns of {@link MatrixColumns}
     * @param samples the fingerprint of the samples alone
     * @return the fingerprint of samples and columns
     */
    static String write(Dataset<Row> columns, Path target, String samples) {
        columns.write().parquet(target.toString());
        Column[] all =
                Arrays.stream(columns.columns()).map(name -> col(name)).toArray(Column[]::new);
        Row sums =
                columns.sparkSession()
                        .read()
                        .schema(MatrixColumns.SCHEMA)
                        .parquet(target.toString())
                        .agg(HashSum.of(xxhash64(all)), HashSum.of(xxhash64(lit(1), struct(all))))
                        .head();
        String canonical =
                String.join(
                        "|",
                        samples,
                        HashSum.text(sums.getDecimal(0)),
                        HashSum.text(sums.getDecimal(1)));
        return DigestUtils.sha256Hex(canonical).substring(0, 32);
    }
}
