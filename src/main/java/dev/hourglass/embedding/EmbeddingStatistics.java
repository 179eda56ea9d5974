package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the embeddings of two nights are compared by.
 *
 * @param meanError mean squared error of the reconstructions an element, in squared physical units;
 *     null where the decoder did not run
 * @param norm root mean square of the embeddings' Euclidean lengths
 * @param deadDimensions elements of the embedding that are the same in all rows
 */
public record EmbeddingStatistics(Double meanError, double norm, long deadDimensions) {
    /** Of the largest deviation of any dimension: less is rounding. */
    private static final double DEAD = 1e-6;

    /** One pass over a table, which must not be empty. */
    public static EmbeddingStatistics of(Dataset<Row> table) {
        Column embedding = functions.array_to_vector(col(EmbeddingTable.EMBEDDING));
        Row row =
                table.agg(
                                avg(EmbeddingTable.ERROR),
                                Summarizer.metrics("count", "std", "normL2")
                                        .summary(embedding)
                                        .as("summary"))
                        .select("avg(" + EmbeddingTable.ERROR + ")", "summary.*")
                        .head();
        double[] deviations = ((Vector) row.get(2)).toArray();
        double[] lengths = ((Vector) row.get(3)).toArray();
        double squares = Arrays.stream(lengths).map(length -> length * length).sum();
        double limit = DEAD * Arrays.stream(deviations).max().orElseThrow();
        return new EmbeddingStatistics(
                row.isNullAt(0) ? null : row.getDouble(0),
                Math.sqrt(squares / row.getLong(1)),
                Arrays.stream(deviations).filter(deviation -> deviation <= limit).count());
    }
}
