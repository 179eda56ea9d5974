package dev.hourglass.reproduce;

import dev.hourglass.recommendation.rating.RatingErrors;
import dev.hourglass.source.RatingsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Predicted ratings, by the split of MovieLens 100K that is called u1 where its files lie beside
 * the ratings, and by random ones of 90 to 10.
 *
 * @param ratings where they lie, and in which form
 * @param keys of the configuration, by which that was said
 */
record PredictedRatings(LocalJobs jobs, RatingsSettings ratings, List<String> keys) {
    private static final double[] SHARES = {0.9, 0.1};

    private record Predictions(String predictions) {}

    private record Metrics(Map<String, RatingErrors> errors) {}

    /** Whether there are ratings to predict. */
    boolean arePossible() {
        return ratings.rating() != null;
    }

    /** Root mean squared errors by method of u1; empty where its files are not there. */
    Map<String, Double> ofU1() {
        Path folder = Path.of(ratings.path()).toAbsolutePath().getParent();
        Path base = folder.resolve("u1.base");
        Path test = folder.resolve("u1.test");
        if (!Files.exists(base) || !Files.exists(test)) {
            return Map.of();
        }
        jobs.progress().accept("recommend-ml100k: ratings of u1");
        return errors("u1", 1, base.toString(), test.toString());
    }

    /**
     * Root mean squared errors by method, of each random split one.
     *
     * @param splits how many
     */
    Map<String, List<Double>> ofRandomSplits(int splits) {
        Map<String, List<Double>> errors = new LinkedHashMap<>();
        for (int seed = 1; seed <= splits; seed++) {
            jobs.progress()
                    .accept(
                            "recommend-ml100k: ratings of random split %d of %d"
                                    .formatted(seed, splits));
            Path folder = jobs.folder().resolve("split" + seed);
            split(folder, seed);
            errors(
                            "split" + seed,
                            seed,
                            folder.resolve("0").toString(),
                            folder.resolve("1").toString())
                    .forEach(
                            (method, error) ->
                                    errors.computeIfAbsent(method, key -> new ArrayList<>())
                                            .add(error));
        }
        return errors;
    }

    private Map<String, Double> errors(String name, int seed, String known, String asked) {
        List<String> arguments =
                LocalJobs.with(
                        keys,
                        "store=" + jobs.store(),
                        "name=" + name,
                        "seed=" + seed,
                        "ratings.path=" + known,
                        "ratings.threshold=null",
                        "ingest.validation=0",
                        "ingest.test=0");
        jobs.finish("ingest", arguments);
        Predictions made =
                jobs.finish("rate", LocalJobs.with(arguments, "--pairs=" + asked))
                        .summary(Predictions.class);
        Map<String, Double> errors = new LinkedHashMap<>();
        LocalJobs.metrics(made.predictions, Metrics.class)
                .errors
                .forEach((method, error) -> errors.put(method, error.rmse().mean()));
        return errors;
    }

    /** Writes nine tenths to the folder 0, and the rest to 1, in the form of the ratings. */
    private void split(Path folder, int seed) {
        try (SparkSession spark = LocalJobs.spark()) {
            Dataset<Row> all = read(spark);
            Dataset<Row>[] parts = all.randomSplit(SHARES, seed);
            for (int i = 0; i < parts.length; i++) {
                write(parts[i], folder.resolve(String.valueOf(i)).toString());
            }
        }
    }

    private Dataset<Row> read(SparkSession spark) {
        if (ratings.format() == RatingsSettings.Format.PARQUET) {
            return spark.read().parquet(ratings.path());
        }
        return ratings.isNamed()
                ? spark.read()
                        .option("header", true)
                        .option("sep", ratings.separator())
                        .csv(ratings.path())
                : spark.read().text(ratings.path());
    }

    private void write(Dataset<Row> rows, String target) {
        if (ratings.format() == RatingsSettings.Format.PARQUET) {
            rows.write().parquet(target);
        } else if (ratings.isNamed()) {
            rows.write().option("header", true).option("sep", ratings.separator()).csv(target);
        } else {
            rows.write().text(target);
        }
    }
}
