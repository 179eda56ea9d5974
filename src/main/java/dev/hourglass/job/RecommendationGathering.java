package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.recommendation.Estimate;
import dev.hourglass.recommendation.Interactions;
import dev.hourglass.recommendation.ItemTitles;
import dev.hourglass.recommendation.RankingMeasures;
import dev.hourglass.recommendation.RankingResult;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.recommendation.RecommendSettings.Baseline;
import dev.hourglass.report.Recommendations;
import dev.hourglass.report.Recommendations.Method;
import dev.hourglass.report.Recommendations.Point;
import dev.hourglass.report.Recommendations.SimilarItems;
import dev.hourglass.report.Recommendations.UserList;
import dev.hourglass.search.NearestNeighbours;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads what the page of a run shows of its recommendations: a bounded number of rows. */
final class RecommendationGathering {
    private static final int MAP_ITEMS = 2_000;
    private static final int USERS = 4;
    private static final int LENGTH = 10;
    private static final int POPULAR = 5;
    private static final int SIMILAR = 5;

    private final JobContext context;
    private final TensorDataset dataset;
    private final Results results;
    private final Catalogue catalogue;

    private RecommendationGathering(JobContext context, TensorDataset dataset, Results results) {
        this.context = context;
        this.dataset = dataset;
        this.results = results;
        this.catalogue = Catalogue.of(context, dataset);
    }

    /**
     * What was recommended in a run, if that was done.
     *
     * @param split whose users are shown
     * @param layout takes the share of the map that is laid out, 0 to 1
     */
    static Optional<Recommendations> gather(
            JobContext context, TensorDataset dataset, Split split, DoubleConsumer layout) {
        Results results = RecommendStep.results(context, dataset);
        return results.exist()
                ? Optional.of(
                        new RecommendationGathering(context, dataset, results)
                                .gather(split, layout))
                : Optional.empty();
    }

    private Recommendations gather(Split split, DoubleConsumer layout) {
        RecommendStep.Metrics metrics = results.read(RecommendStep.Metrics.class);
        List<Interactions> users =
                Interactions.of(
                                dataset.sample(context.spark(), split, USERS),
                                catalogue.ids().length)
                        .collect();
        Map<String, List<String>> lists =
                grouped(
                        table(RecommendStep.RECOMMENDATIONS)
                                .filter(
                                        col("user")
                                                .isInCollection(
                                                        users.stream()
                                                                .map(Interactions::user)
                                                                .toList()))
                                .select("user", "item", "rank"),
                        LENGTH);
        List<Row> popular =
                table(RecommendStep.POPULAR)
                        .filter(col("rank").leq(POPULAR))
                        .orderBy("rank")
                        .select("item", "users")
                        .collectAsList();
        Map<String, List<String>> similar =
                grouped(
                        table(RecommendStep.SIMILAR)
                                .filter(
                                        col(EmbeddingTable.ID)
                                                .isInCollection(
                                                        popular.stream()
                                                                .map(row -> row.getString(0))
                                                                .toList()))
                                .select(
                                        EmbeddingTable.ID,
                                        NearestNeighbours.NEIGHBOUR,
                                        NearestNeighbours.RANK),
                        SIMILAR);
        List<Row> mapped = mapped();
        Set<String> shown = new HashSet<>();
        mapped.forEach(row -> shown.add(row.getString(0)));
        users.forEach(user -> first(user).forEach(shown::add));
        lists.values().forEach(shown::addAll);
        popular.forEach(row -> shown.add(row.getString(0)));
        similar.values().forEach(shown::addAll);
        Map<String, ItemTitles.Item> titles = titles(context).of(shown);
        return new Recommendations(
                metrics.users(),
                metrics.items(),
                metrics.results().stream().map(RecommendationGathering::method).toList(),
                map(mapped, titles, layout),
                users.stream()
                        .map(
                                user ->
                                        new UserList(
                                                user.user(),
                                                user.items().length,
                                                names(first(user), titles),
                                                names(
                                                        lists.getOrDefault(user.user(), List.of()),
                                                        titles)))
                        .toList(),
                popular.stream()
                        .map(
                                row ->
                                        new SimilarItems(
                                                name(row.getString(0), titles),
                                                row.getLong(1),
                                                names(
                                                        similar.getOrDefault(
                                                                row.getString(0), List.of()),
                                                        titles)))
                        .toList());
    }

    /** What items are called, by the configuration. */
    static ItemTitles titles(JobContext context) {
        return new ItemTitles(
                context.spark(),
                context.configuration().section("recommend", RecommendSettings.class).items());
    }

    private Dataset<Row> table(String folder) {
        return context.spark().read().parquet(new Path(results.path(), folder).toString());
    }

    /** The first values of each key in the order of their ranks; rows are key, value, rank. */
    private static Map<String, List<String>> grouped(Dataset<Row> ranked, int length) {
        return ranked.filter(col("rank").leq(length)).orderBy("rank").collectAsList().stream()
                .collect(
                        Collectors.groupingBy(
                                row -> row.getString(0),
                                Collectors.mapping(row -> row.getString(1), Collectors.toList())));
    }

    /** Ids of what a user has: the highest rated first, of equal ratings the most popular. */
    private List<String> first(Interactions user) {
        long[] counts = catalogue.counts().counts();
        return IntStream.range(0, user.items().length)
                .boxed()
                .sorted(
                        Comparator.<Integer>comparingDouble(i -> -user.values()[i])
                                .thenComparingLong(i -> -counts[user.items()[i]]))
                .limit(LENGTH)
                .map(i -> catalogue.ids()[user.items()[i]])
                .toList();
    }

    /** Vectors of the most popular items; those that no train user has have learnt nothing. */
    private List<Row> mapped() {
        long[] counts = catalogue.counts().counts();
        List<String> ids =
                IntStream.range(0, counts.length)
                        .filter(catalogue.counts()::isKnown)
                        .boxed()
                        .sorted(Comparator.comparingLong(item -> -counts[item]))
                        .limit(MAP_ITEMS)
                        .map(item -> catalogue.ids()[item])
                        .toList();
        return table(RecommendStep.ITEMS)
                .filter(col(EmbeddingTable.ID).isInCollection(ids))
                // A layout depends on the order of its rows.
                .orderBy(EmbeddingTable.ID)
                .select(EmbeddingTable.ID, EmbeddingTable.EMBEDDING)
                .collectAsList();
    }

    private List<Point> map(
            List<Row> items, Map<String, ItemTitles.Item> titles, DoubleConsumer layout) {
        float[][] vectors =
                items.stream()
                        .map(row -> unit(EmbeddingTable.embedding(row, 1)))
                        .toArray(float[][]::new);
        List<Point> points = new ArrayList<>();
        float[][] places =
                MapGathering.layout(vectors, context.common().seed(), layout)
                        .orElse(new float[0][]);
        for (int i = 0; i < places.length; i++) {
            String id = items.get(i).getString(0);
            points.add(
                    new Point(
                            places[i][0],
                            places[i][1],
                            name(id, titles),
                            Optional.ofNullable(titles.get(id)).flatMap(ItemTitles.Item::genre)));
        }
        return points;
    }

    /** Of length 1: by distances of these items are as near as by the cosine. */
    private static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        float length = square == 0 ? 1 : (float) Math.sqrt(square);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static List<String> names(List<String> ids, Map<String, ItemTitles.Item> titles) {
        return ids.stream().map(id -> name(id, titles)).toList();
    }

    private static String name(String id, Map<String, ItemTitles.Item> titles) {
        return Optional.ofNullable(titles.get(id)).flatMap(ItemTitles.Item::title).orElse(id);
    }

    private static Method method(RankingResult result) {
        return new Method(
                shown(result.model()),
                result.users(),
                estimate(result, RankingMeasures.RECALL_20),
                estimate(result, RankingMeasures.RECALL_50),
                estimate(result, RankingMeasures.NDCG_100),
                estimate(result, RankingMeasures.MAP_100),
                result.coverage(),
                result.novelty());
    }

    private static Recommendations.Estimate estimate(RankingResult result, String measure) {
        Estimate estimate = result.measures().get(measure);
        return new Recommendations.Estimate(estimate.mean(), estimate.low(), estimate.high());
    }

    private static String shown(String method) {
        return method.equals(Baseline.POPULARITY.name()) ? method.toLowerCase(Locale.ROOT) : method;
    }
}
