package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.recommendation.AutoencoderScorer;
import dev.hourglass.recommendation.Comparison;
import dev.hourglass.recommendation.Interactions;
import dev.hourglass.recommendation.ItemVectors;
import dev.hourglass.recommendation.RankingResult;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.recommendation.Recommender;
import dev.hourglass.search.Metric;
import dev.hourglass.search.NearestNeighbours;
import dev.hourglass.search.SearchSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Model and users to lists of items.
 *
 * @param required whether a dataset that is not of users is an error, and not passed over
 */
record RecommendStep(boolean required) implements Step {
    static final String RECOMMENDATIONS = "recommendations";
    static final String ITEMS = "items";
    static final String SIMILAR = "similar";
    static final String POPULAR = "popular";

    /**
     * What metrics.json says of recommendations.
     *
     * @param settings the section {@code recommend}
     * @param users who got a list
     * @param items that can be in one
     * @param results of the model and the baselines on test users; empty where there are none
     * @param listSeconds until the lists of all users were written
     */
    record Metrics(
            RecommendSettings settings,
            String model,
            long users,
            int items,
            List<RankingResult> results,
            double listSeconds) {}

    @Override
    public String name() {
        return "recommend";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("recommend", RecommendSettings.class);
    }

    @Override
    public void checkInput(JobContext context) {
        RecommendationGathering.titles(context).check();
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        if (!required && !Catalogue.isOfUsers(context, dataset)) {
            return Outcome.before(Map.of());
        }
        ModelManifest model = TrainStep.model(context, dataset);
        Results results = results(context, dataset);
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        Catalogue catalogue = Catalogue.of(context, dataset);
        try (Autoencoder network = new ModelStore(context.store()).load(model)) {
            results.make(folder -> recommend(context, dataset, catalogue, model, network, folder));
        }
        return Outcome.now(summary(results));
    }

    /** What was recommended in the run of a dataset, whether it was made or not. */
    static Results results(JobContext context, TensorDataset dataset) {
        return new Results(context, "recommend", context.run(dataset).runId());
    }

    private Metrics recommend(
            JobContext context,
            TensorDataset dataset,
            Catalogue catalogue,
            ModelManifest model,
            Autoencoder network,
            Path folder) {
        SparkSession spark = context.spark();
        RecommendSettings settings =
                context.configuration().section("recommend", RecommendSettings.class);
        AutoencoderScorer scorer = new AutoencoderScorer(network.spec(), network.parameters());
        long start = System.nanoTime();
        try (Recommender recommender =
                new Recommender(spark, model.id(), scorer, catalogue.counts(), catalogue.ids())) {
            recommender
                    .lists(users(spark, dataset), settings.k())
                    .write()
                    .parquet(new Path(folder, RECOMMENDATIONS).toString());
        }
        double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
        catalogue
                .popular(spark, settings.k())
                .write()
                .parquet(new Path(folder, POPULAR).toString());
        writeItems(context, catalogue, model, network, folder);
        return new Metrics(
                settings,
                model.id(),
                dataset.manifest().rows(),
                catalogue.ids().length,
                compare(context, dataset, catalogue, model, scorer, settings),
                seconds);
    }

    private static List<RankingResult> compare(
            JobContext context,
            TensorDataset dataset,
            Catalogue catalogue,
            ModelManifest model,
            AutoencoderScorer scorer,
            RecommendSettings settings) {
        if (dataset.manifest().count(Split.TEST) == 0) {
            Progress.say("recommend: no test users, with whom lists could be measured");
            return List.of();
        }
        try (Comparison comparison =
                new Comparison(
                        context.spark(),
                        dataset,
                        catalogue.counts(),
                        context.common().seed(),
                        text -> Progress.say("recommend: " + text))) {
            return comparison.measure(model.id(), scorer, settings.baselines());
        }
    }

    private static void writeItems(
            JobContext context,
            Catalogue catalogue,
            ModelManifest model,
            Autoencoder network,
            Path folder) {
        String items = new Path(folder, ITEMS).toString();
        try (ItemVectors vectors =
                new ItemVectors(
                        context.spark(), model, network, catalogue.counts(), catalogue.ids())) {
            vectors.table().write().parquet(items);
        }
        Dataset<Row> written = context.spark().read().parquet(items);
        int similar =
                context.configuration().section("recommend", RecommendSettings.class).similar();
        try (NearestNeighbours index =
                NearestNeighbours.build(
                        written,
                        Optional.empty(),
                        SearchSettings.exact(Metric.COSINE, similar),
                        context.common().seed())) {
            index.find().write().parquet(new Path(folder, SIMILAR).toString());
        }
    }

    /** Those of all splits, with all items they have. */
    private static JavaRDD<Interactions> users(SparkSession spark, TensorDataset dataset) {
        JavaRDD<Interactions> all = null;
        for (Split split : Split.values()) {
            if (dataset.manifest().count(split) > 0) {
                JavaRDD<Interactions> users = Interactions.of(spark, dataset, split);
                all = all == null ? users : all.union(users);
            }
        }
        return all;
    }

    private static Map<String, Object> summary(Results results) {
        Metrics metrics = results.read(Metrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("recommendations", new Path(results.path(), RECOMMENDATIONS).toString());
        summary.put("users", metrics.users());
        summary.put("items", metrics.items());
        for (RankingResult result : metrics.results()) {
            Map<String, Object> measures = new LinkedHashMap<>();
            result.measures()
                    .forEach((name, estimate) -> measures.put(name, rounded(estimate.mean())));
            summary.put(result.model(), measures);
        }
        summary.put("list_seconds", metrics.listSeconds());
        return summary;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
