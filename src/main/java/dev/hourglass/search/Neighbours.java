package dev.hourglass.search;

import java.io.Serializable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The nearest rows found so far for a block of queries, the nearest first. Of rows that are equally
 * close, the one with the lower id comes first, so that the order in which they are found does not
 * count.
 */
final class Neighbours implements Serializable {
    private final String[] queries;
    private final int k;
    private final boolean amongThemselves;
    private final int[] counts;
    private final double[] closeness;
    private final String[] ids;

    /**
     * @param k the most that are kept of each query
     * @param amongThemselves whether a row of a query's own id is that query, and left out
     */
    Neighbours(Vectors queries, int k, boolean amongThemselves) {
        this.queries =
                IntStream.range(0, queries.size()).mapToObj(queries::id).toArray(String[]::new);
        this.k = k;
        this.amongThemselves = amongThemselves;
        this.counts = new int[queries.size()];
        this.closeness = new double[queries.size() * k];
        this.ids = new String[queries.size() * k];
    }

    int k() {
        return k;
    }

    /** Whether a query is not a neighbour of itself. */
    boolean amongThemselves() {
        return amongThemselves;
    }

    /** What a row must reach at least to be kept. */
    double bar(int query) {
        return counts[query] < k ? Double.NEGATIVE_INFINITY : closeness[query * k + k - 1];
    }

    /** Keeps a row if it is among the nearest so far. */
    void offer(int query, double close, String id) {
        int first = query * k;
        int count = counts[query];
        if (count == k && !precedes(close, id, first + k - 1)
                || amongThemselves && id.equals(queries[query])) {
            return;
        }
        int place = first + Math.min(count, k - 1);
        while (place > first && precedes(close, id, place - 1)) {
            closeness[place] = closeness[place - 1];
            ids[place] = ids[place - 1];
            place--;
        }
        closeness[place] = close;
        ids[place] = id;
        counts[query] = Math.min(count + 1, k);
    }

    /** Takes in what was found for the same queries elsewhere. */
    Neighbours merge(Neighbours other) {
        for (int query = 0; query < queries.length; query++) {
            for (int i = query * k; i < query * k + other.counts[query]; i++) {
                offer(query, other.closeness[i], other.ids[i]);
            }
        }
        return this;
    }

    /** In the columns of {@link NearestNeighbours#SCHEMA}. */
    Stream<Row> rows(Metric metric) {
        return IntStream.range(0, queries.length)
                .boxed()
                .flatMap(
                        query ->
                                IntStream.range(0, counts[query])
                                        .mapToObj(rank -> row(metric, query, rank)));
    }

    private Row row(Metric metric, int query, int rank) {
        int at = query * k + rank;
        return RowFactory.create(queries[query], ids[at], rank + 1, metric.score(closeness[at]));
    }

    private boolean precedes(double close, String id, int place) {
        return close > closeness[place]
                || close == closeness[place] && id.compareTo(ids[place]) < 0;
    }
}
