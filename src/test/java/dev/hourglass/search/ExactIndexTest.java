package dev.hourglass.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExactIndexTest {
    static Stream<Arguments> tables() {
        return Stream.of(Metric.values())
                .flatMap(
                        metric ->
                                Stream.of(
                                        Arguments.of(metric, 3, 0, 1),
                                        Arguments.of(metric, 17, 0, 1),
                                        // Single precision cannot tell most of these apart.
                                        Arguments.of(metric, 5, 1000, 0.01),
                                        Arguments.of(metric, 4, 0, 1e-20),
                                        Arguments.of(metric, 4, 0, 1e17)));
    }

    /** More rows and queries than a block holds. */
    @ParameterizedTest(name = "{0}, width {1}, mean {2}, deviation {3}")
    @MethodSource("tables")
    void neighboursAreThoseOfTheDefinition(
            Metric metric, int width, double mean, double deviation) {
        Table rows = Table.gaussians("r", 2_100, width, mean, deviation);
        Table queries = Table.gaussians("q", 150, width, mean, deviation);

        assertThat(search(rows, queries, metric, 7, false))
                .isEqualTo(rows.nearest(queries, metric, 7, false));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void amongThemselvesRowsAreNotTheirOwnNeighbours(Metric metric) {
        Table rows = Table.gaussians("r", 300, 6, 0, 1);

        List<Row> found = search(rows, rows, metric, 5, true);

        assertThat(found).isEqualTo(rows.nearest(rows, metric, 5, true));
        assertThat(found).noneMatch(row -> row.get(0).equals(row.get(1)));
    }

    /** Whole numbers, so that many are equally near; of these the lowest ids must be found. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void ofRowsThatAreEquallyNearThoseOfTheLowestIdsAreFound(Metric metric) {
        Random random = new Random(3);
        Table rows = Table.of("r", 1_500, i -> new float[] {random.nextInt(4), random.nextInt(4)});
        Table queries = Table.of("q", 16, i -> new float[] {i % 4, i / 4});

        assertThat(search(rows, queries, metric, 20, false))
                .isEqualTo(rows.nearest(queries, metric, 20, false));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void whereThereAreFewerThanAskedForAllAreFound(Metric metric) {
        Table rows = Table.gaussians("r", 4, 3, 0, 1);

        assertThat(search(rows, rows, metric, 100, true))
                .hasSize(4 * 3)
                .isEqualTo(rows.nearest(rows, metric, 100, true));
    }

    @Test
    void oneRowHasNoNeighbours() {
        Table row = Table.gaussians("r", 1, 3, 0, 1);
        assertThat(search(row, row, Metric.COSINE, 5, true)).isEmpty();
    }

    @Test
    void theCosineWithARowOfZerosIsZero() {
        Table rows = Table.of(new float[] {0, 0}, new float[] {-1, -1}, new float[] {2, 2});

        assertThat(search(rows, rows, Metric.COSINE, 2, true))
                .extracting(row -> row.getString(1) + " " + Math.round(row.getDouble(3)))
                .containsExactly(
                        "id00001 0",
                        "id00002 0",
                        "id00000 0",
                        "id00002 -1",
                        "id00000 0",
                        "id00001 -1");
    }

    @Test
    void scoresAreThoseOfTheMetric() {
        Table rows = Table.of(new float[] {3, 0});
        Table query = Table.of("q", 1, i -> new float[] {3, 4});

        assertThat(score(rows, query, Metric.COSINE)).isEqualTo(0.6);
        assertThat(score(rows, query, Metric.INNER_PRODUCT)).isEqualTo(9);
        assertThat(score(rows, query, Metric.EUCLIDEAN)).isEqualTo(4);
        assertThat(score(rows, rows, Metric.EUCLIDEAN)).isEqualTo(0.0);
    }

    private static double score(Table rows, Table query, Metric metric) {
        return search(rows, query, metric, 1, false).get(0).getDouble(3);
    }

    private static List<Row> search(
            Table rows, Table queries, Metric metric, int k, boolean amongThemselves) {
        Vectors asked = queries.vectors();
        Neighbours found = new Neighbours(asked, k, amongThemselves);
        new ExactIndex(rows.vectors(), metric).search(asked, found);
        return found.rows(metric).toList();
    }
}
