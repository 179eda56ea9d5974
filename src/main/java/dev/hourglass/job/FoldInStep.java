package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.recommendation.AutoencoderScorer;
import dev.hourglass.recommendation.Interactions;
import dev.hourglass.recommendation.Popularity;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.recommendation.Recommender;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.source.RatingsSource;
import dev.hourglass.source.SampleColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Model and users that it does not know to lists of items. */
final class FoldInStep implements Step {
    private static final String RECOMMENDATIONS = "recommendations";
    private static final String REJECTED = "rejected";
    private static final String POPULARITY = "popularity";

    /**
     * What metrics.json says of new users' recommendations.
     *
     * @param users who got a list
     * @param unknown those of them who have no item that the model knows, and got what is popular
     * @param rejected ratings
     */
    record Metrics(
            RecommendSettings settings, String model, long users, long unknown, long rejected) {}

    @Override
    public String name() {
        return "fold-in";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("recommend", RecommendSettings.class);
        configuration.section("ratings", RatingsSettings.class);
    }

    /** A run of its own, for each state of the files. */
    @Override
    public RunFolder folder(JobContext context, TensorDataset dataset) {
        String input =
                TrainStep.model(context, dataset).weightsSha256()
                        + files(context, "--fold-in", settings(context).foldIn());
        return new RunFolder(context.store(), context.runId(input, "recommend", "ratings"));
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        Results results = new Results(context, name(), folder(context, dataset).runId());
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        Catalogue catalogue = Catalogue.of(context, dataset);
        try (Autoencoder network = new ModelStore(context.store()).load(model)) {
            AutoencoderScorer scorer = new AutoencoderScorer(network.spec(), network.parameters());
            results.make(folder -> foldIn(context, dataset, catalogue, model, scorer, folder));
        }
        return Outcome.now(summary(results));
    }

    private static Metrics foldIn(
            JobContext context,
            TensorDataset dataset,
            Catalogue catalogue,
            ModelManifest model,
            AutoencoderScorer scorer,
            Path folder) {
        RecommendSettings settings = settings(context);
        RatingsSettings ratings =
                context.configuration()
                        .section("ratings", RatingsSettings.class)
                        .at(settings.foldIn());
        Dataset<Row> read =
                new RatingsSource(ratings, dataset.columns(context.spark()).orElseThrow())
                        .read(context.spark());
        Dataset<Row> rejected = read.filter(col(SampleColumns.REJECTION).isNotNull());
        String rejectedPath = new Path(folder, REJECTED).toString();
        rejected.select(SampleColumns.ID, SampleColumns.REJECTION + ".*")
                .write()
                .parquet(rejectedPath);
        JavaRDD<Interactions> users =
                Interactions.of(
                                read.filter(col(SampleColumns.TENSOR).isNotNull()),
                                catalogue.ids().length)
                        .persist(StorageLevel.MEMORY_AND_DISK());
        String target = new Path(folder, RECOMMENDATIONS).toString();
        try (Recommender byModel =
                        new Recommender(
                                context.spark(),
                                model.id(),
                                scorer,
                                catalogue.counts(),
                                catalogue.ids());
                Recommender byPopularity =
                        new Recommender(
                                context.spark(),
                                POPULARITY,
                                new Popularity(catalogue.counts()),
                                catalogue.counts(),
                                catalogue.ids())) {
            JavaRDD<Interactions> unknown = users.filter(user -> user.items().length == 0);
            byModel.lists(users.filter(user -> user.items().length > 0), settings.k())
                    .union(byPopularity.lists(unknown, settings.k()))
                    .write()
                    .parquet(target);
            return new Metrics(
                    settings,
                    model.id(),
                    users.count(),
                    unknown.count(),
                    context.spark().read().parquet(rejectedPath).count());
        } finally {
            users.unpersist();
        }
    }

    private static RecommendSettings settings(JobContext context) {
        return context.configuration().section("recommend", RecommendSettings.class);
    }

    /**
     * Names, sizes and times of files, so that a changed one is known.
     *
     * @param option that names them
     */
    static String files(JobContext context, String option, String given) {
        Path path = new Path(given);
        try {
            FileSystem system =
                    path.getFileSystem(context.spark().sparkContext().hadoopConfiguration());
            List<String> found = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> files = system.listFiles(path, true);
            while (files.hasNext()) {
                LocatedFileStatus file = files.next();
                found.add(
                        "%s %d %d"
                                .formatted(
                                        file.getPath(), file.getLen(), file.getModificationTime()));
            }
            Collections.sort(found);
            return String.join("\n", found);
        } catch (IOException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The ratings cannot be read",
                    option + "=" + path + ": " + e.getMessage(),
                    "name a file or folder of ratings.format that this user may read",
                    e);
        }
    }

    private static Map<String, Object> summary(Results results) {
        Metrics metrics = results.read(Metrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("recommendations", new Path(results.path(), RECOMMENDATIONS).toString());
        summary.put("users", metrics.users());
        summary.put("unknown_users", metrics.unknown());
        summary.put("rejected_ratings", metrics.rejected());
        return summary;
    }
}
