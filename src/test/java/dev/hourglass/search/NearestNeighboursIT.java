package dev.hourglass.search;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.search.SearchSettings.Method;
import dev.hourglass.testing.SharedSpark;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches on Spark: blocks, partitions, what is merged, and what is refused. */
@ExtendWith(SharedSpark.class)
class NearestNeighboursIT {
    private static final int K = 6;

    private final SparkSession spark = SharedSpark.session();

    @ParameterizedTest(name = "{0}, {1} partition(s)")
    @CsvSource({
        "COSINE, 1",
        "COSINE, 3",
        "INNER_PRODUCT, 3",
        "EUCLIDEAN, 1",
        "EUCLIDEAN, 3",
        "EUCLIDEAN, 200"
    })
    void anExactSearchFindsTheTrueNeighboursInAnyNumberOfPartitions(Metric metric, int partitions) {
        Table rows = Table.gaussians("r", 400, 5, 1, 1);
        assertThat(found(rows, settings(Method.EXACT, metric, partitions)))
                .isEqualTo(rows.nearest(rows, metric, K, true));
    }

    /** More than one block of queries. */
    @Test
    void everyEmbeddingIsAQuery() {
        Table rows = Table.gaussians("r", 10_000, 3, 0, 1);
        List<Row> found = found(rows, settings(Method.EXACT, Metric.EUCLIDEAN, 2));
        assertThat(found).isEqualTo(rows.nearest(rows, Metric.EUCLIDEAN, K, true));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void queriesFromElsewhereFindWhatIsNearest(Method method) {
        Table rows = Table.gaussians("r", 500, 4, 0, 1);
        // Ids that embeddings have too: only among themselves do they name the same row.
        Table queries = Table.gaussians("r", 60, 4, 0, 1);
        try (NearestNeighbours index =
                NearestNeighbours.build(
                        table(rows),
                        Optional.of(table(queries).drop("model")),
                        settings(method, Metric.EUCLIDEAN, 2),
                        1)) {
            assertThat(index.queries()).isEqualTo(60);
            assertThat(index.shape().rows()).isEqualTo(500);
            assertThat(sorted(index.find()))
                    .isEqualTo(rows.nearest(queries, Metric.EUCLIDEAN, K, false));
            assertThat(index.recall(index.find())).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void graphsOfSeveralPartitionsFindNearlyAll(Metric metric) {
        Table rows = Table.gaussians("r", 6_000, 8, 0, 1);
        try (NearestNeighbours index = build(rows, settings(Method.HNSW, metric, 2))) {
            assertThat(index.partitions()).isEqualTo(2);
            Set<Row> nearest = new HashSet<>(rows.nearest(rows, metric, K, true));
            List<Row> found = sorted(index.find());
            assertThat(found).hasSameSizeAs(nearest);
            double recall = index.recall(index.find());
            assertThat(recall).isBetween(0.98, 1.0);
            // Rows that are not found move others up to ranks that are not theirs.
            assertThat(found.stream().filter(nearest::contains).count())
                    .isGreaterThan((long) (0.9 * nearest.size()));
        }
    }

    @Test
    void theOrderAndPartitionsOfTheTableChangeNothing() {
        Table rows = Table.gaussians("r", 2_000, 16, 0, 1);
        SearchSettings settings =
                new SearchSettings(Method.HNSW, Metric.COSINE, K, null, 2, 4, 10, 1);
        Dataset<Row> mixed = table(rows).orderBy(functions.rand(3)).repartition(3);
        try (NearestNeighbours first = build(rows, settings);
                NearestNeighbours second =
                        NearestNeighbours.build(mixed, Optional.empty(), settings, 1)) {
            assertThat(first.recall(first.find())).isLessThan(0.95);
            assertThat(sorted(second.find())).isEqualTo(sorted(first.find()));
        }
    }

    @Test
    void recallIsTheShareOfTheTrueNeighboursThatWereFound() {
        Table rows = Table.gaussians("r", 100, 4, 0, 1);
        try (NearestNeighbours index = build(rows, settings(Method.EXACT, Metric.COSINE, 1))) {
            Dataset<Row> found = index.find();
            assertThat(index.recall(found)).isEqualTo(1);
            assertThat(index.recall(found.filter("rank <= 3"))).isEqualTo(0.5);
            assertThat(index.recall(found.filter("rank > 6"))).isZero();
        }
        Table one = Table.gaussians("r", 1, 4, 0, 1);
        try (NearestNeighbours index = build(one, settings(Method.HNSW, Metric.COSINE, 1))) {
            assertThat(index.find().collectAsList()).isEmpty();
            assertThat(index.recall(index.find())).isEqualTo(1);
        }
    }

    @Test
    void theColumnsAreThoseOfTheSchema() {
        Table rows = Table.gaussians("r", 10, 4, 0, 1);
        try (NearestNeighbours index = build(rows, settings(Method.EXACT, Metric.COSINE, 1))) {
            assertThat(index.find().schema()).isEqualTo(NearestNeighbours.SCHEMA);
        }
    }

    @Test
    void theIndexesAreReleasedOnCloseAndOnFailure() {
        int before = spark.sparkContext().getPersistentRDDs().size();
        try (NearestNeighbours index =
                build(Table.gaussians("r", 9, 4, 0, 1), settings(Method.HNSW, Metric.COSINE, 2))) {
            assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before + 1);
            index.recall(index.find());
        }
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
        aRepeatedIdIsRefused();
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    }

    @Test
    void aRepeatedIdIsRefused() {
        Row row = row("a", 1, 2);
        assertRefused(
                ErrorCode.STORE_CORRUPT,
                "Two embeddings have the same id (id a)",
                row,
                row("b", 1, 1),
                row);
    }

    @Test
    void aNumberThatIsNotFiniteIsRefused() {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            assertRefused(
                    ErrorCode.STORE_CORRUPT,
                    "missing or not finite (first id b)",
                    row("a", 1, 2),
                    row("b", 1, bad));
        }
    }

    @Test
    void anEmbeddingThatIsTooLongForSinglePrecisionIsRefused() {
        assertRefused(
                ErrorCode.STORE_CORRUPT,
                "longer than 1e18 (id b)",
                row("a", 1, 2),
                row("b", 1, 1e19f));
    }

    @Test
    void severalWidthsAreRefused() {
        assertRefused(
                ErrorCode.STORE_CORRUPT,
                "id b has width 1, id a has 2",
                row("a", 1, 2),
                row("b", 1));
    }

    @Test
    void anEmptyTableIsRefused() {
        assertRefused(ErrorCode.MISSING_INPUT, "no rows");
    }

    @Test
    void queriesOfAnotherWidthOrWithoutEmbeddingsAreRefused() {
        Table rows = Table.gaussians("r", 9, 4, 0, 1);
        assertThat(refusedQueries(rows, ErrorCode.CONFIGURATION, rowsOf(row("a", 1, 2))))
                .hasMessageContaining("The queries have 2 elements, the embeddings 4");
        assertThat(refusedQueries(rows, ErrorCode.STORE_CORRUPT, table(rows).drop("embedding")))
                .hasMessageContaining("lacks a column of type array<float> (column embedding)");
    }

    private HourglassException refusedQueries(Table rows, ErrorCode code, Dataset<Row> queries) {
        return executorFailure(
                code,
                () ->
                        NearestNeighbours.build(
                                table(rows),
                                Optional.of(queries),
                                settings(Method.EXACT, Metric.COSINE, 1),
                                1));
    }

    private void assertRefused(ErrorCode code, String message, Row... rows) {
        assertThat(
                        executorFailure(
                                code,
                                () ->
                                        NearestNeighbours.build(
                                                rowsOf(rows),
                                                Optional.empty(),
                                                settings(Method.EXACT, Metric.COSINE, 2),
                                                1)))
                .hasMessageContaining(message);
    }

    private List<Row> found(Table rows, SearchSettings settings) {
        try (NearestNeighbours index = build(rows, settings)) {
            return sorted(index.find());
        }
    }

    private NearestNeighbours build(Table rows, SearchSettings settings) {
        return NearestNeighbours.build(table(rows), Optional.empty(), settings, 1);
    }

    private static List<Row> sorted(Dataset<Row> found) {
        return found.orderBy("id", "rank").collectAsList();
    }

    private static SearchSettings settings(Method method, Metric metric, int partitions) {
        return new SearchSettings(method, metric, K, null, partitions, 16, 100, 60);
    }

    private Dataset<Row> table(Table table) {
        return spark.createDataFrame(table.rows(), Table.SCHEMA);
    }

    private Dataset<Row> rowsOf(Row... rows) {
        return spark.createDataFrame(List.of(rows), Table.SCHEMA);
    }

    private static Row row(String id, float... embedding) {
        return RowFactory.create(id, embedding, "m/1");
    }
}
