package dev.hourglass.job;

import dev.hourglass.bench.DrawnRatings;
import dev.hourglass.reproduce.Checkout;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * How long drawn ratings take to be ingested, trained on for an epoch, and made into lists for all
 * users, each in a JVM with 4 GB of heap and as much for ND4J.
 *
 * @param ratings how many: as of MovieLens 20M one user for 143 of them
 * @param settings keys for the jobs, in the form {@code key=value}
 */
record RecommendationBenchmark(int ratings, List<String> settings) {
    private static final Map<String, String> JVM =
            Map.of("HOURGLASS_MEMORY", "4g", "HOURGLASS_NATIVE", "4g");

    private static final Path FOLDER = Checkout.root().resolve("target/bench/recommend");
    private static final int RATINGS_PER_USER = 143;
    private static final int MOST_ITEMS = 27_000;
    private static final int RATINGS_PER_ITEM = 741;
    private static final int LEAST_ITEMS = 100;

    /** Of {@code jobs/ingest} and {@code jobs/recommend}. */
    private record Summary(long ratings, int columns, long users, double listSeconds) {}

    /** The three jobs, one after the other. */
    void run() {
        int items = Math.max(LEAST_ITEMS, Math.min(MOST_ITEMS, ratings / RATINGS_PER_ITEM));
        DrawnRatings drawn = new DrawnRatings(ratings / RATINGS_PER_USER, items, ratings);
        Path raw = FOLDER.resolve("ratings");
        clear();
        Progress.say("bench: drawing ratings");
        try (SparkSession spark =
                SparkSessions.start(
                        "hourglass bench recommend", Map.of("spark.master", "local[*]"))) {
            drawn.draw(spark).write().mode(SaveMode.Overwrite).parquet(raw.toString());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ratings_drawn", ratings);
        Summary ingested = measure("ingest", raw, figures);
        figures.put("ratings_of_4_and_5", ingested.ratings);
        figures.put("items", ingested.columns);
        measure("train", raw, figures);
        Summary listed = measure("recommend", raw, figures);
        figures.put("users", listed.users);
        figures.put("list_seconds", listed.listSeconds);
        JobCommand.print(figures);
    }

    private Summary measure(String job, Path raw, Map<String, Object> figures) {
        Progress.say("bench: jobs/" + job);
        long start = System.nanoTime();
        try (RunningJob running =
                RunningJob.start(FOLDER.resolve("log"), JVM, List.of(), job, arguments(raw))) {
            long peak = running.peakMegabytes();
            Summary summary = running.end().requireDone().summary(Summary.class);
            figures.put(job + "_seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0);
            figures.put(job + "_peak_rss_mb", peak);
            return summary;
        }
    }

    private List<String> arguments(Path raw) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "source=ratings",
                                "ratings.path=" + raw,
                                "ratings.format=parquet",
                                "ratings.user=user",
                                "ratings.item=item",
                                "ratings.rating=rating",
                                "ratings.threshold=4",
                                "ingest.shards=2",
                                "ingest.validation=0.05",
                                "ingest.test=0.05",
                                "network.dense.widths=[]",
                                "network.dense.code-activation=tanh",
                                "network.bottleneck=200",
                                "network.normalisation=unit-length",
                                "network.output=identity",
                                "network.loss=multinomial",
                                "network.input-dropout=0.5",
                                "network.initial-weights=glorot",
                                "training.epochs=1",
                                "training.batch=250",
                                "training.local-steps=50",
                                "training.learning-rate=0.002",
                                "recommend.k=100",
                                "recommend.baselines=[popularity]"));
        // The later counts: whoever measures has the last word, but on where the ratings are.
        arguments.addAll(settings);
        arguments.addAll(List.of("name=ratings", "store=" + FOLDER.resolve("store")));
        return arguments;
    }

    private static void clear() {
        try {
            FileUtils.deleteDirectory(FOLDER.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
