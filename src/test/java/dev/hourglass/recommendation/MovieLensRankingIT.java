package dev.hourglass.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.source.RatingsSource;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the baselines make of MovieLens 100K, ratings from 4 on being ones. */
@Tag("real-data")
@ExtendWith(SharedSpark.class)
class MovieLensRankingIT {
    private static final long SEED = 11;

    @TempDir private static Path folder;
    private static JavaRDD<Interactions> train;
    private static ItemCounts counts;
    private static JavaRDD<HeldOutUser> validation;
    private static JavaRDD<HeldOutUser> test;

    @BeforeAll
    static void ingest() {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        SparkSession spark = SharedSpark.session();
        String keys =
                "time=4, least=1, greatest=5, threshold=4, path="
                        + Path.of(data, "ml-100k", "u.data");
        RatingsSettings settings =
                Configuration.load(Optional.empty(), List.of("ratings={" + keys + "}"))
                        .section("ratings", RatingsSettings.class);
        TensorDataset dataset =
                Datasets.ingest(
                        Datasets.store(folder),
                        new RatingsSource(settings),
                        new IngestSettings(2, 0, true, 0.15, 0.25, 1 << 20));
        train = Interactions.of(spark, dataset, Split.TRAIN).cache();
        counts = ItemCounts.of(train, dataset.manifest().tensor().elements());
        FoldIn foldIn = new FoldIn(counts, SEED);
        validation = foldIn.divide(Interactions.of(spark, dataset, Split.VALIDATION)).cache();
        test = foldIn.divide(Interactions.of(spark, dataset, Split.TEST)).cache();
    }

    @Test
    void whoKnowsTheUserRecommendsBetterThanPopularity(SparkSession spark) {
        RankingEvaluation onTest = new RankingEvaluation(test, counts, SEED);
        RankingEvaluation onValidation = new RankingEvaluation(validation, counts, SEED);
        RankingResult popularity = onTest.evaluate("popularity", new Popularity(counts));
        Ease chosen = Ease.choose(GramMatrix.of(train, counts.items()), onValidation, Ease.GRID);
        RankingResult ease = onTest.evaluate("EASE", chosen);
        List<AlsSettings> grid = List.of(new AlsSettings(16, 0.1, 40), new AlsSettings(16, 0.1, 1));
        AlsSettings settings = ImplicitAls.choose(spark, train, onValidation, grid, SEED);
        RankingResult als = onTest.evaluate("ALS", als(spark, train, test, settings));

        assertThat(chosen.lambda()).isGreaterThan(Ease.GRID.get(0));
        assertThat(settings).isEqualTo(grid.get(1));
        assertThat(popularity.users()).isEqualTo(test.count()).isGreaterThan(200);
        assertThat(ease.ndcg()).isGreaterThan(popularity.measures().get("ndcg@100").high());
        assertThat(als.ndcg()).isGreaterThan(popularity.measures().get("ndcg@100").high());
        assertThat(ease.novelty()).isGreaterThan(popularity.novelty());
        assertThat(ease.coverage()).isBetween(2 * popularity.coverage(), 1.0);
    }

    @Test
    void nobodyIsRecommendedWhatTheyHave(SparkSession spark) {
        AlsSettings settings = new AlsSettings(8, 0.1, 10);
        Ease ease = Ease.fit(GramMatrix.of(train, counts.items()), 300);
        for (ScorerFactory factory :
                List.of(new Popularity(counts), ease, als(spark, train, test, settings))) {
            List<RankedList> lists = lists(spark, factory);
            assertThat(lists).hasSize((int) test.count());
            for (RankedList list : lists) {
                assertThat(list.items()).hasSize(100).doesNotHaveDuplicates();
                assertThat(IntStream.of(list.items())).allMatch(counts::isKnown);
                assertThat(list.user().foldIn().items())
                        .doesNotContain(list.items())
                        .doesNotContain(list.user().targets());
            }
        }
    }

    @Test
    void partitionsChangeNoBit(SparkSession spark) {
        RankingEvaluation evaluation = new RankingEvaluation(test, counts, SEED);
        RankingEvaluation parted = new RankingEvaluation(test.repartition(7), counts, SEED);
        ItemCounts recounted = ItemCounts.of(train.repartition(5), counts.items());
        assertThat(recounted.counts()).isEqualTo(counts.counts());
        assertThat(recounted.users()).isEqualTo(counts.users());

        RankingResult popularity = evaluation.evaluate("popularity", new Popularity(counts));
        assertThat(parted.evaluate("popularity", new Popularity(recounted))).isEqualTo(popularity);

        Ease ease = Ease.fit(GramMatrix.of(train, counts.items()), 300);
        Ease again = Ease.fit(GramMatrix.of(train.repartition(5), counts.items()), 300);
        RankingResult result = evaluation.evaluate("EASE", ease);
        assertThat(evaluation.evaluate("EASE", ease)).isEqualTo(result);
        assertThat(parted.evaluate("EASE", again)).isEqualTo(result);

        AlsSettings settings = new AlsSettings(8, 0.1, 10);
        RankingResult als = evaluation.evaluate("ALS", als(spark, train, test, settings));
        assertThat(
                        parted.evaluate(
                                "ALS",
                                als(spark, train.repartition(5), test.repartition(3), settings)))
                .isEqualTo(als);
    }

    private static ImplicitAls als(
            SparkSession spark,
            JavaRDD<Interactions> users,
            JavaRDD<HeldOutUser> heldOut,
            AlsSettings settings) {
        return ImplicitAls.fit(spark, users, heldOut, counts.items(), settings, SEED);
    }

    private static List<RankedList> lists(SparkSession spark, ScorerFactory factory) {
        Broadcast<ScorerFactory> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(factory);
        return new RankingEvaluation(test, counts, SEED).rank(broadcast).collect();
    }
}
