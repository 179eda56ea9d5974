package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.clustering.ClusterSettings.Method;
import dev.hourglass.clustering.SelectionSettings.Criterion;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Clusterings;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SharedSpark.class)
class ClusteringIT {
    private static final StructType SCHEMA =
            StructType.fromDDL(
                    "id string, embedding array<float>, reconstruction_error float,"
                            + " label string, model string, dataset string");

    private static final ClusterModelFolder.Origin ORIGIN =
            new ClusterModelFolder.Origin(1, "model's", "network's", 3);

    private final SparkSession spark = SharedSpark.session();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DCEC")
    void everyMethodFindsBlobsFarApart(Method method) {
        try (ClusteringResult result = fit(blobs(6, 1), method, 3)) {
            assertThat(result.sizes()).containsExactly(40, 40, 40);
            assertThat(result.metrics().silhouette()).isBetween(0.8, 1.0);
            LabelAgreement agreement = result.metrics().agreement().orElseThrow();
            assertThat(agreement.accuracy()).isEqualTo(1);
            assertThat(agreement.nmi()).isCloseTo(1, within(1e-12));
            assertThat(agreement.ari()).isEqualTo(1);
            assertThat(agreement.homogeneity()).isCloseTo(1, within(1e-12));
            List<Row> rows = byId(result);
            assertThat(rows).extracting(row -> row.getString(0)).doesNotHaveDuplicates();
            assertThat(rows)
                    .hasSize(120)
                    .extracting(row -> row.getFloat(2))
                    .allMatch(confidence -> confidence > 0.5 && confidence <= 1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DCEC")
    void orderAndPartitionsOfTheRowsChangeNothing(Method method) {
        Dataset<Row> asMade = cloud(200);
        Dataset<Row> mixed = mixed(asMade);

        try (ClusteringResult first = fit(asMade, method, 4);
                ClusteringResult second = fit(mixed, method, 4)) {
            assertThat(byId(second)).isEqualTo(byId(first));
            assertThat(second.model().centres()).isDeepEqualTo(first.model().centres());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoredModelAssignsRowsAsTheyWereWhenItWasFound(Method method, @TempDir Path folder) {
        Dataset<Row> cloud = cloud(200);
        Store store = Datasets.store(folder);
        ClusterModelFolder stored =
                new ClusterModelFolder(
                        store, new org.apache.hadoop.fs.Path(folder.toString(), "m"));
        try (ClusteringResult result =
                method == Method.DCEC
                        ? Clustering.around(cloud, new double[][] {{-1, 0, 0}, {1, 0, 0}})
                        : fit(cloud, method, 4)) {
            stored.write(result.model(), ORIGIN);
            ClusterModel read = stored.read();
            assertThat(read.method()).isEqualTo(method);
            assertThat(read.centres()).isDeepEqualTo(result.model().centres());
            assertThat(read.assign(cloud.repartition(7)).orderBy("id").collectAsList())
                    .isEqualTo(byId(result));
            assertThat(stored.description().origin()).isEqualTo(ORIGIN);
        }
    }

    @Test
    void aDamagedModelIsRefused(@TempDir Path folder) throws IOException {
        org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(folder.toString(), "m");
        ClusterModelFolder stored = new ClusterModelFolder(Datasets.store(folder), place);
        try (ClusteringResult result = fit(cloud(200), Method.KMEANS, 4)) {
            stored.write(
                    result.model(), new ClusterModelFolder.Origin(1, "model's", "network's", 5));
        }
        assertThatThrownBy(stored::read)
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("holds 3 numbers a row, not 5")
                .hasMessageContaining("run jobs/cluster again");
        FileUtils.deleteDirectory(folder.resolve("m/mllib/data").toFile());
        assertThatThrownBy(stored::read)
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_CORRUPT))
                .hasMessageContaining("mllib: MLlib cannot read it");
    }

    @Test
    void aSelectionThatCannotTryAnyNumberIsRefused() {
        assertThatThrownBy(() -> select(Method.KMEANS, Criterion.SILHOUETTE, 120))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("A sample of 120 rows cannot tell whether 120 clusters")
                .hasMessageContaining("cluster.selection.from");
    }

    @Test
    void mixturesWhoseCovariancesWouldNotFitAreRefused() {
        Row[] rows = new Row[1100];
        Arrays.setAll(rows, i -> row("id" + i, null, Arrays.copyOf(new float[] {i}, 100)));
        assertThatThrownBy(() -> fit(table(rows), Method.GMM, 1001))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("covariances of 1001 components of width 100")
                .hasMessageContaining("ask for 1000 clusters at most");
    }

    @ParameterizedTest
    @EnumSource
    void threeBlobsAreFoundToBeThree(Criterion criterion) {
        Selection selection = select(Method.KMEANS, criterion);
        assertThat(selection.k()).isEqualTo(3);
        assertThat(selection.rows()).isEqualTo(120);
        assertThat(selection.candidates())
                .extracting(Selection.Candidate::k)
                .containsExactly(2, 3, 4);
        assertThat(selection.candidates())
                .allMatch(tried -> (tried.gap() != null) == (criterion == Criterion.GAP));
    }

    @ParameterizedTest
    @EnumSource(names = {"BISECTING", "N2D"})
    void everyMethodHasItsNumberOfClustersSelected(Method method) {
        assertThat(select(method, Criterion.SILHOUETTE).k()).isEqualTo(3);
    }

    private Selection select(Method method, Criterion criterion) {
        return select(method, criterion, 2);
    }

    private Selection select(Method method, Criterion criterion, int from) {
        ClusterSettings plain = Clusterings.settings(method, null, 2, 10);
        ClusterSettings settings =
                new ClusterSettings(
                        method,
                        null,
                        2,
                        10,
                        new SelectionSettings(criterion, from, from + 2, 1000, 2),
                        plain.dcec(),
                        plain.n2d());
        return new KSelection(settings, 42).select(blobs(2, 1), share -> {}, candidate -> {});
    }

    @Test
    void clustersOfSeveralPartitionsAreTheSameUpToRounding() {
        Dataset<Row> asMade = cloud(25_000);

        try (ClusteringResult first = fit(asMade, Method.KMEANS, 4);
                ClusteringResult second = fit(mixed(asMade), Method.KMEANS, 4)) {
            assertThat(first.assignments().rdd().getNumPartitions()).isEqualTo(3);
            assertThat(second.sizes()).isEqualTo(first.sizes());
            for (int cluster = 0; cluster < 4; cluster++) {
                assertThat(second.model().centres()[cluster])
                        .containsExactly(first.model().centres()[cluster], within(1e-9));
            }
        }
    }

    @Test
    void centresDistancesConfidenceAndCostAreThoseWorkedOutByHand() {
        Dataset<Row> table =
                table(row("a", null, 0), row("b", null, 1), row("c", null, 10), row("d", null, 11));
        try (ClusteringResult result = fit(table, Method.KMEANS, 2)) {
            assertThat(result.assignments().schema().toDDL())
                    .isEqualTo(
                            "id STRING,cluster INT NOT NULL,confidence FLOAT,distance FLOAT,"
                                    + "label STRING");
            assertThat(
                            Arrays.stream(result.model().centres())
                                    .mapToDouble(centre -> centre[0])
                                    .sorted())
                    .containsExactly(0.5, 10.5);
            assertThat(result.metrics().cost()).isCloseTo(1, within(1e-9));
            assertThat(byId(result)).extracting(row -> row.getFloat(3)).containsOnly(0.5f);
            assertThat(byId(result))
                    .extracting(row -> row.getFloat(2))
                    .containsExactly(
                            (float) (1 - 0.5 / 10.5),
                            (float) (1 - 0.5 / 9.5),
                            (float) (1 - 0.5 / 9.5),
                            (float) (1 - 0.5 / 10.5));
        }
    }

    @Test
    void aMixtureSurvivesManyWideDimensionsAndAConstantOne() {
        try (ClusteringResult result = fit(blobs(20, 10), Method.GMM, 3)) {
            assertThat(result.metrics().agreement().orElseThrow().accuracy()).isEqualTo(1);
            for (double[] centre : result.model().centres()) {
                // A blob's 40 rows leave its mean uncertain by 10 / √40; the constant is 7.
                assertThat(Math.abs(centre[0] - 200 * Math.round(centre[0] / 200))).isLessThan(6);
                assertThat(centre[20]).isEqualTo(7);
            }
        }
    }

    @Test
    void aMixturesCostIsThatOfTheEmbeddingsAsTheyAre() {
        try (ClusteringResult once = fit(blobs(2, 1), Method.GMM, 3);
                ClusteringResult twice = fit(blobs(2, 2), Method.GMM, 3)) {
            // Twice as wide, each of 120 rows' density falls by 2 in each of 2 dimensions, and in
            // that of the element that is always 7, whose variance is a share of the others'.
            assertThat(twice.metrics().cost() - once.metrics().cost())
                    .isCloseTo(120 * 3 * Math.log(2), within(1e-3));
        }
    }

    @Test
    void moreRestartsNeverCostMore() {
        Dataset<Row> blobs = blobs(2, 1);
        try (ClusteringResult one =
                        Clustering.fit(
                                blobs,
                                Clusterings.settings(Method.KMEANS, 12, 1, 50),
                                1,
                                share -> {});
                ClusteringResult many =
                        Clustering.fit(
                                blobs,
                                Clusterings.settings(Method.KMEANS, 12, 8, 50),
                                1,
                                share -> {})) {
            assertThat(many.metrics().cost()).isLessThan(one.metrics().cost());
        }
    }

    @Test
    void rowsWithoutALabelAreClusteredButNotJudged() {
        Dataset<Row> table =
                table(
                        row("a", "x", 0),
                        row("b", null, 1),
                        row("c", "y", 10),
                        row("d", null, 11),
                        row("e", "y", 10.5f));
        try (ClusteringResult result = fit(table, Method.KMEANS, 2)) {
            assertThat(result.sizes()).containsExactlyInAnyOrder(2, 3);
            AssignmentCounts counts = AssignmentCounts.of(result.assignments(), 2);
            assertThat(counts.contingency().orElseThrow().total()).isEqualTo(3);
            assertThat(result.metrics().agreement().orElseThrow().accuracy()).isEqualTo(1);
        }
        try (ClusteringResult result =
                fit(
                        table.withColumn("label", functions.expr("cast(null as string)")),
                        Method.KMEANS,
                        2)) {
            assertThat(result.metrics().agreement()).isEmpty();
            assertThat(AssignmentCounts.of(result.assignments(), 2).contingency()).isEmpty();
        }
    }

    @Test
    void theCacheIsReleasedOnCloseAndOnFailure() {
        try (ClusteringResult result = fit(blobs(2, 1), Method.KMEANS, 3)) {
            assertThat(result.sizes()).hasSize(3);
            assertThat(spark.sharedState().cacheManager().isEmpty()).isFalse();
        }
        assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();

        Dataset<Row> same = table(row("a", null, 1), row("b", null, 1));
        assertThatThrownBy(() -> fit(same, Method.KMEANS, 2))
                .isInstanceOf(HourglassException.class);
        assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();
    }

    @Test
    void moreClustersThanRowsAreRefused() {
        assertRefused(
                table(row("a", null, 1), row("b", null, 2)),
                3,
                ErrorCode.CONFIGURATION,
                "2 rows cannot form 3 clusters (cluster.k)");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DCEC")
    void moreClustersThanDifferentRowsAreRefused(Method method) {
        Row[] rows = new Row[20];
        Arrays.setAll(rows, i -> row("id" + i, null, i % 2, 0));
        assertThatThrownBy(() -> fit(table(rows), method, 4))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("found fewer than 4 clusters that hold rows (cluster.k)");
    }

    @Test
    void aCollapsedEmbeddingIsRefused() {
        assertRefused(
                table(row("a", null, 0.1f), row("b", null, 0.1f), row("c", null, 0.1f)),
                2,
                ErrorCode.STORE_CORRUPT,
                "All embeddings are the same");
    }

    @Test
    void anEmptyTableIsRefused() {
        assertRefused(table(), 2, ErrorCode.MISSING_INPUT, "no rows");
    }

    @Test
    void theFirstIdWithoutAFiniteEmbeddingIsNamed() {
        Row good = row("a", null, 1);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertRefused(
                    table(good, row("z", null, bad), row("c", null, bad), row("d", null, 2)),
                    2,
                    ErrorCode.STORE_CORRUPT,
                    "not finite (first id c)");
        }
        Row missing = RowFactory.create("b", null, 0f, null, "m/1", "f");
        assertRefused(table(good, missing), 2, ErrorCode.STORE_CORRUPT, "(first id b)");
        Row nameless = RowFactory.create(null, null, 0f, null, "m/1", "f");
        assertRefused(table(good, nameless), 2, ErrorCode.STORE_CORRUPT, "(first id null)");
        Row hole = RowFactory.create("b", new Float[] {null}, 0f, null, "m/1", "f");
        assertRefused(table(good, hole), 2, ErrorCode.STORE_CORRUPT, "(first id b)");
    }

    @Test
    void severalWidthsAreRefused() {
        assertRefused(
                table(row("a", null, 1), row("b", null, 1, 2)),
                2,
                ErrorCode.STORE_CORRUPT,
                "id a has width 1, id b has 2");
    }

    @Test
    void severalModelsAreRefused() {
        Row other = RowFactory.create("b", new float[] {1}, 0f, null, "m/2", "f");
        assertRefused(
                table(row("a", null, 1), other), 2, ErrorCode.CONFIGURATION, "models m/1 and m/2");
    }

    @Test
    void aTableWithoutAColumnIsRefused() {
        assertRefused(
                table(row("a", null, 1)).drop("label"),
                2,
                ErrorCode.STORE_CORRUPT,
                "lacks a column of type string (column label)");
    }

    @Test
    void labelsThatAreNoClassesAreRefused() {
        Dataset<Row> table =
                spark.range(4000)
                        .selectExpr(
                                "cast(id as string) id",
                                "array(cast(id as float)) embedding",
                                "cast(id as string) label",
                                "'m/1' model");
        assertRefused(
                table,
                3000,
                ErrorCode.CONFIGURATION,
                "4000 labels are too many to compare with 3000 clusters");
    }

    private void assertRefused(Dataset<Row> table, int k, ErrorCode code, String message) {
        assertThatThrownBy(() -> fit(table, Method.KMEANS, k))
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static ClusteringResult fit(Dataset<Row> embeddings, Method method, int k) {
        return Clustering.fit(embeddings, Clusterings.settings(method, k, 2, 10), 42, share -> {});
    }

    private static List<Row> byId(ClusteringResult result) {
        return result.assignments().orderBy("id").collectAsList();
    }

    /** Three Gaussian blobs of 40 rows, 20 deviations apart, and a last element that is 7. */
    private Dataset<Row> blobs(int dimensions, float deviation) {
        Random random = new Random(11);
        Row[] rows = new Row[120];
        for (int i = 0; i < rows.length; i++) {
            float[] embedding = Arrays.copyOf(gaussians(random, dimensions), dimensions + 1);
            for (int d = 0; d < dimensions; d++) {
                embedding[d] = deviation * (embedding[d] + 20 * (i % 3 - 1));
            }
            embedding[dimensions] = 7;
            rows[i] = row("id" + i, "abc".substring(i % 3, i % 3 + 1), embedding);
        }
        return table(rows);
    }

    /** Rows without structure: where a run ends depends on where it starts. */
    private Dataset<Row> cloud(int count) {
        Random random = new Random(5);
        Row[] rows = new Row[count];
        Arrays.setAll(rows, i -> row("id" + i, null, gaussians(random, 3)));
        return table(rows).coalesce(1);
    }

    private static Dataset<Row> mixed(Dataset<Row> rows) {
        return rows.orderBy(functions.rand(3)).repartition(3);
    }

    private static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Row row(String id, String label, float... embedding) {
        return RowFactory.create(id, embedding, 0f, label, "m/1", "fingerprint");
    }

    private Dataset<Row> table(Row... rows) {
        return spark.createDataFrame(List.of(rows), SCHEMA);
    }
}
