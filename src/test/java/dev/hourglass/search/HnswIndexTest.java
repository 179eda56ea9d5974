package dev.hourglass.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.search.SearchSettings.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HnswIndexTest {
    private static final int K = 10;

    @ParameterizedTest
    @EnumSource(Metric.class)
    void nearlyAllNeighboursOfOtherRowsAreFoundWithTheirTrueScores(Metric metric) {
        Table rows = Table.gaussians("r", 3_000, 8, 0, 1);
        Table queries = Table.gaussians("q", 200, 8, 0, 1);

        List<Row> found = search(build(rows, metric, 100), queries, metric, false);

        assertThat(found).hasSize(200 * K);
        assertThat(recall(found, rows.nearest(queries, metric, K, false))).isGreaterThan(0.98);
        Map<String, Double> scores =
                rows.nearest(queries, metric, 3_000, false).stream()
                        .collect(Collectors.toMap(HnswIndexTest::pair, row -> row.getDouble(3)));
        assertThat(found).allMatch(row -> row.getDouble(3) == scores.get(pair(row)));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void nearlyAllNeighboursOfTheRowsThemselvesAreFound(Metric metric) {
        Table rows = Table.gaussians("r", 3_000, 8, 0, 1);

        List<Row> found = search(build(rows, metric, 100), rows, metric, true);

        assertThat(found).hasSize(3_000 * K).noneMatch(row -> row.get(0).equals(row.get(1)));
        assertThat(recall(found, rows.nearest(rows, metric, K, true))).isGreaterThan(0.98);
    }

    @Test
    void moreCandidatesFindMore() {
        Table rows = Table.gaussians("r", 3_000, 32, 0, 1);
        List<Row> nearest = rows.nearest(rows, Metric.EUCLIDEAN, K, true);
        double few =
                recall(
                        search(build(rows, Metric.EUCLIDEAN, 1), rows, Metric.EUCLIDEAN, true),
                        nearest);
        double many =
                recall(
                        search(build(rows, Metric.EUCLIDEAN, 200), rows, Metric.EUCLIDEAN, true),
                        nearest);
        assertThat(few).isBetween(0.2, 0.95);
        assertThat(many).isGreaterThan(0.97);
    }

    @Test
    void theSameRowsAndSeedFindTheSameInAnyThreadAndAfterATravel() throws Exception {
        Table rows = Table.gaussians("r", 2_000, 16, 0, 1);
        HnswIndex index = build(rows, Metric.COSINE, 10);
        List<Row> found = search(index, rows, Metric.COSINE, true);

        assertThat(search(build(rows, Metric.COSINE, 10), rows, Metric.COSINE, true))
                .isEqualTo(found);
        assertThat(search(SerializationUtils.clone(index), rows, Metric.COSINE, true))
                .isEqualTo(found);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<List<Row>> work = () -> search(index, rows, Metric.COSINE, true);
            for (Future<List<Row>> other : threads.invokeAll(List.of(work, work))) {
                assertThat(other.get()).isEqualTo(found);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anotherSeedMakesAnotherGraph() {
        Table rows = Table.gaussians("r", 2_000, 32, 0, 1);
        Vectors vectors = rows.vectors();
        SearchSettings settings = settings(Metric.COSINE, 1);
        Table others = Table.gaussians("q", 500, 32, 0, 2);
        assertThat(search(HnswIndex.build(vectors, settings, 1), others, Metric.COSINE, false))
                .isNotEqualTo(
                        search(
                                HnswIndex.build(vectors, settings, 2),
                                others,
                                Metric.COSINE,
                                false));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aFewRowsAreAllFound(Metric metric) {
        for (int count : new int[] {1, 2, 5}) {
            Table rows = Table.gaussians("r", count, 3, 0, 1);
            assertThat(search(build(rows, metric, 1), rows, metric, true))
                    .as(count + " rows")
                    .isEqualTo(rows.nearest(rows, metric, K, true));
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void rowsThatAreAllTheSameAreNeighboursOfEachOther(Metric metric) {
        for (float value : new float[] {0, 1}) {
            Table rows = Table.of("r", 100, i -> new float[] {value, value});
            assertThat(search(build(rows, metric, 50), rows, metric, true)).hasSize(100 * K);
        }
    }

    private static String pair(Row row) {
        return row.get(0) + " " + row.get(1);
    }

    private static double recall(List<Row> found, List<Row> nearest) {
        Set<String> pairs = nearest.stream().map(HnswIndexTest::pair).collect(Collectors.toSet());
        long hits = found.stream().map(HnswIndexTest::pair).filter(pairs::contains).count();
        return (double) hits / nearest.size();
    }

    private static HnswIndex build(Table rows, Metric metric, int efSearch) {
        return HnswIndex.build(rows.vectors(), settings(metric, efSearch), 1);
    }

    private static SearchSettings settings(Metric metric, int efSearch) {
        return new SearchSettings(Method.HNSW, metric, K, null, null, 16, 100, efSearch);
    }

    private static List<Row> search(
            NeighbourIndex index, Table queries, Metric metric, boolean amongThemselves) {
        Vectors asked = queries.vectors();
        Neighbours found = new Neighbours(asked, K, amongThemselves);
        index.search(asked, found);
        return found.rows(metric).toList();
    }
}
