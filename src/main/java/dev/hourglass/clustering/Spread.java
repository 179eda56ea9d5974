package dev.hourglass.clustering;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How far vectors reach: what makes tolerances independent of the embedding's scale.
 *
 * @param count of the vectors
 * @param deviation the standard deviation of each element
 */
record Spread(long count, double[] deviation) {
    /**
     * Measures a column of vectors, in one pass.
     *
     * @throws HourglassException where all vectors are the same
     */
    static Spread of(Dataset<Row> rows, String column) {
        Row summary =
                rows.select(functions.count(column), Summarizer.std(functions.col(column))).head();
        Spread spread = new Spread(summary.getLong(0), summary.<Vector>getAs(1).toArray());
        if (spread.rootMeanSquare() == 0) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "All embeddings are the same: there is nothing to cluster",
                    "column embedding",
                    "train the model again, it has collapsed");
        }
        return spread;
    }

    /** The deviation of a typical element. */
    double rootMeanSquare() {
        return Math.sqrt(Arrays.stream(deviation).map(d -> d * d).average().orElseThrow());
    }
}
