package dev.hourglass.search;

import static dev.hourglass.embedding.EmbeddingTable.ID;
import static dev.hourglass.search.NearestNeighbours.RANK;
import static dev.hourglass.search.NearestNeighbours.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many of the true neighbours a search has found. */
final class Recall {
    private static final String LAST = "last";

    private Recall() {}

    /**
     * The share of the true neighbours, of all queries that these are known of, for which a row as
     * near was found; 1 where there are none. Of rows that are equally near, any will do.
     *
     * @param found in the columns of {@link NearestNeighbours#SCHEMA}
     * @param exact the true neighbours of some of the queries, as many of each
     */
    static double of(Dataset<Row> found, Dataset<Row> exact, Metric metric) {
        exact.persist();
        try {
            long wanted = exact.count();
            if (wanted == 0) {
                return 1;
            }
            Dataset<Row> last = exact.groupBy(ID).agg(max_by(col(SCORE), col(RANK)).as(LAST));
            Column near =
                    metric.moreIsNearer() ? col(SCORE).geq(col(LAST)) : col(SCORE).leq(col(LAST));
            return (double) found.join(last, ID).filter(near).count() / wanted;
        } finally {
            exact.unpersist();
        }
    }
}
