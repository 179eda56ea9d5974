package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
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

    private static final String MEAN_ERROR = "mean_error";
    private static final String SUMMARY = "summary";

    /**
     * Those of rows that were written.
     *
     * @param count of the rows
     */
    record Observed(long count, EmbeddingStatistics statistics) {}

    /** One pass over a table, which must not be empty. */
    public static EmbeddingStatistics of(Dataset<Row> table) {
        Row row = table.agg(error(), summary()).head();
        return of((Double) row.get(0), row.getStruct(1)).statistics;
    }

    /** The same table, of which the statistics are taken while it is written. */
    static Dataset<Row> observe(Dataset<Row> table, Observation observation) {
        return table.observe(observation, error(), summary());
    }

    /** What {@link #observe} has found, once all is written; there must have been a row. */
    static Observed observed(Observation observation) {
        Map<String, Object> found = Snapshot.observed(observation);
        return of((Double) found.get(MEAN_ERROR), (Row) found.get(SUMMARY));
    }

    private static Column error() {
        return avg(EmbeddingTable.ERROR).as(MEAN_ERROR);
    }

    private static Column summary() {
        return Summarizer.metrics("count", "std", "normL2")
                .summary(functions.array_to_vector(col(EmbeddingTable.EMBEDDING)))
                .as(SUMMARY);
    }

    private static Observed of(Double meanError, Row summary) {
        long count = summary.getLong(0);
        double[] deviations = ((Vector) summary.get(1)).toArray();
        double[] lengths = ((Vector) summary.get(2)).toArray();
        double squares = Arrays.stream(lengths).map(length -> length * length).sum();
        double limit = DEAD * Arrays.stream(deviations).max().orElseThrow();
        return new Observed(
                count,
                new EmbeddingStatistics(
                        meanError,
                        Math.sqrt(squares / count),
                        Arrays.stream(deviations).filter(deviation -> deviation <= limit).count()));
    }
}
