package dev.hourglass.reproduce;

import dev.hourglass.config.Configuration;
import dev.hourglass.recommendation.RankingResult;
import dev.hourglass.source.RatingsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Recommendations to the users of MovieLens 100K, or of other ratings, by strong generalisation
 * (Liang, Krishnan, Hoffman and Jebara 2018), beside popularity, EASE and ALS; and, where there are
 * ratings, how well these are predicted.
 *
 * @param ratings keys of the section {@code ratings} that win over those of conf/ml100k.conf
 */
public record Recommendations(LocalJobs jobs, int seeds, List<String> ratings) {
    private static final Path CONFIGURATION_FILE = Checkout.root().resolve("conf/ml100k.conf");
    private static final String CONFIGURATION = "--conf=" + CONFIGURATION_FILE;
    private static final String RATING_NETWORK = "network";
    private static final String POPULARITY = "POPULARITY";
    private static final String EASE = "EASE";
    private static final String ALS = "ALS";

    /** What the figures call the network, whatever its version. */
    private static final String NETWORK = "mult-dae";

    private static final String NDCG = "ndcg@100";

    /** By how much the network's NDCG@100 may be below EASE's. */
    private static final double MARGIN = 0.01;

    /** Of conf/ml100k.conf: two workers' minibatches. */
    private static final int BATCHES = 100;

    private static final int STEPS = 700;
    private static final int LEAST_EPOCHS = 30;

    private record Users(long trainRows, long validationRows, long testRows, long ratings) {}

    private record Lists(String recommendations) {}

    private record Metrics(String model, List<RankingResult> results) {}

    /**
     * Trains and measures once for each seed, which divides the users otherwise.
     *
     * @param progress takes lines for people
     * @return the measures of each method, as means over the seeds with their standard deviation,
     *     and how far the network is above each baseline
     */
    public static Reproduced run(
            SeedsSettings settings, List<String> ratings, Consumer<String> progress) {
        Path folder = Checkout.root().resolve("target/reproduce/recommend-ml100k");
        return new Recommendations(new LocalJobs(folder, progress), settings.seeds(), ratings)
                .run();
    }

    private Reproduced run() {
        long start = System.nanoTime();
        try {
            FileUtils.deleteDirectory(jobs.folder().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Map<String, List<Double>>> measures = new LinkedHashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            jobs.progress().accept("recommend-ml100k: seed %d of %d".formatted(seed, seeds));
            for (RankingResult result : recommend(figures, seed)) {
                Map<String, List<Double>> ofMethod =
                        measures.computeIfAbsent(result.model(), key -> new LinkedHashMap<>());
                result.measures().forEach((name, value) -> add(ofMethod, name, value.mean()));
                add(ofMethod, "coverage", result.coverage());
                add(ofMethod, "novelty", result.novelty());
            }
        }
        figures.put("seeds", seeds);
        measures.forEach(
                (method, ofMethod) -> {
                    Map<String, Sampled> sampled = new LinkedHashMap<>();
                    ofMethod.forEach((name, runs) -> sampled.put(name, Sampled.of(runs)));
                    figures.put(method, sampled);
                });
        Map<String, Sampled> above = new LinkedHashMap<>();
        for (String method : measures.keySet()) {
            if (!method.equals(NETWORK)) {
                above.put(method, above(measures, method));
            }
        }
        figures.put("ndcg_above", above);
        boolean ratingsAsClaimed = predictRatings(figures);
        figures.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
        boolean asClaimed =
                above.get(POPULARITY).mean() > 0
                        && above.get(ALS).mean() > 0
                        // More items than it takes memory for.
                        && (!above.containsKey(EASE) || above.get(EASE).mean() >= -MARGIN);
        return new Reproduced(figures, asClaimed && ratingsAsClaimed);
    }

    /** Whether the network of ratings is better than what it is compared with. */
    private boolean predictRatings(Map<String, Object> figures) {
        List<String> keys = new ArrayList<>(List.of(CONFIGURATION));
        keys.addAll(ratings);
        RatingsSettings settings =
                Configuration.load(Optional.of(CONFIGURATION_FILE), ratings)
                        .section("ratings", RatingsSettings.class);
        PredictedRatings predicted = new PredictedRatings(jobs, settings, keys);
        if (!predicted.arePossible()) {
            return true;
        }
        Map<String, Double> u1 = predicted.ofU1();
        figures.put("rmse_u1", u1);
        Map<String, Sampled> random = new LinkedHashMap<>();
        predicted
                .ofRandomSplits(seeds)
                .forEach((method, errors) -> random.put(method, Sampled.of(errors)));
        figures.put("rmse_random", random);
        double network = random.get(RATING_NETWORK).mean();
        return random.entrySet().stream()
                        .allMatch(
                                method ->
                                        method.getKey().equals(RATING_NETWORK)
                                                || network < method.getValue().mean())
                && u1.entrySet().stream()
                        .allMatch(
                                method ->
                                        method.getKey().equals(RATING_NETWORK)
                                                || u1.get(RATING_NETWORK) < method.getValue());
    }

    private List<RankingResult> recommend(Map<String, Object> figures, int seed) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                CONFIGURATION,
                                "store=" + jobs.store(),
                                "name=seed" + seed,
                                "seed=" + seed));
        arguments.addAll(ratings);
        Users users = jobs.finish("ingest", arguments).summary(Users.class);
        figures.put("users", users.trainRows + users.validationRows + users.testRows);
        figures.put("ratings", users.ratings);
        long steps = Math.max(1, users.trainRows / BATCHES);
        long epochs = Math.max(LEAST_EPOCHS, (STEPS + steps - 1) / steps);
        arguments.add("training.epochs=" + epochs);
        jobs.finish("train", arguments);
        Lists lists = jobs.finish("recommend", arguments).summary(Lists.class);
        Metrics metrics = LocalJobs.metrics(lists.recommendations, Metrics.class);
        return metrics.results.stream().map(result -> named(result, metrics.model)).toList();
    }

    private static RankingResult named(RankingResult result, String network) {
        return result.model().equals(network)
                ? new RankingResult(
                        NETWORK,
                        result.users(),
                        result.measures(),
                        result.coverage(),
                        result.novelty())
                : result;
    }

    private static Sampled above(Map<String, Map<String, List<Double>>> measures, String method) {
        List<Double> network = measures.get(NETWORK).get(NDCG);
        List<Double> other = measures.get(method).get(NDCG);
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < network.size(); i++) {
            differences.add(network.get(i) - other.get(i));
        }
        return Sampled.of(differences);
    }

    private static void add(Map<String, List<Double>> runs, String name, double value) {
        runs.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
}
