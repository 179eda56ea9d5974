package dev.hourglass.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.recommendation.rating.AskedPair;
import dev.hourglass.recommendation.rating.Predictions;
import dev.hourglass.recommendation.rating.RatingErrors;
import dev.hourglass.recommendation.rating.RatingModel;
import dev.hourglass.recommendation.rating.RatingSettings;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.source.RatingPairs;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.store.Json;
import dev.hourglass.training.averaging.LimitSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Known ratings and pairs to predicted ratings. */
final class RateStep implements Step {
    private static final String MODEL = "rating-model";
    private static final String PREDICTIONS = "predictions";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CURVES = "metrics.jsonl";
    private static final String ALS = "als";

    /** Pairs that are collected on the driver. */
    private static final int MOST_PAIRS = 5_000_000;

    /** Rows of a file of predictions. */
    private static final int PART = 500_000;

    private static final StructType SCHEMA =
            new StructType()
                    .add("user", DataTypes.StringType, false)
                    .add("item", DataTypes.StringType, false)
                    .add("predicted", DataTypes.FloatType, false)
                    .add("rating", DataTypes.FloatType, true)
                    .add("answered_by", DataTypes.StringType, false);

    /**
     * What metrics.json says of trained networks.
     *
     * @param settings the section {@code rating}
     * @param ratings that they learnt from
     * @param weightsSha256 of their file
     * @param seconds of training
     */
    record ModelMetrics(
            RatingSettings settings, long ratings, String weightsSha256, double seconds) {}

    /**
     * What metrics.json says of predictions.
     *
     * @param settings the section {@code rating}
     * @param model where the networks lie
     * @param pairs predicted
     * @param byBiases those of them that the network could not answer
     * @param rejected lines without user or item
     * @param rated pairs whose rating is known, of which the errors are
     * @param errors by method; empty where no rating is known
     * @param seconds of predicting
     */
    record Metrics(
            RatingSettings settings,
            String model,
            long pairs,
            long byBiases,
            long rejected,
            long rated,
            Map<String, RatingErrors> errors,
            double seconds) {}

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void check(Configuration configuration) {
        RatingSettings settings = configuration.section("rating", RatingSettings.class);
        RatingsSettings ratings = configuration.section("ratings", RatingsSettings.class);
        configuration.section("limit", LimitSettings.class);
        if (settings.pairs() == null) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "It is not said which ratings to predict",
                    "rating.pairs",
                    "give --pairs=PATH, a file of users and items in the form of ratings.path");
        }
        if (ratings.rating() == null || ratings.threshold() != null) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Where every rating counts 1 there are none to predict",
                    "ratings.rating = null or ratings.threshold",
                    "set ratings.rating to a column, and ratings.threshold to null");
        }
    }

    /** A run of its own, for each state of the files of pairs. */
    @Override
    public RunFolder folder(JobContext context, TensorDataset dataset) {
        String pairs = FoldInStep.files(context, "--pairs", settings(context).pairs());
        return new RunFolder(
                context.store(),
                context.runId(input(dataset) + pairs, "seed", "rating", "ratings"));
    }

    /** The networks, whatever pairs are asked for. */
    private static Results model(JobContext context, TensorDataset dataset) {
        return new Results(
                context,
                MODEL,
                context.runId(
                        input(dataset),
                        "seed",
                        "rating.folds",
                        "rating.repeats",
                        "rating.autoencoder",
                        "rating.network",
                        "rating.comparison"));
    }

    /** The workers are as many as shards. */
    private static String input(TensorDataset dataset) {
        return dataset.manifest().fingerprint() + dataset.manifest().shards();
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        Results results = new Results(context, name(), folder(context, dataset).runId());
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        Catalogue catalogue = Catalogue.of(context, dataset);
        Results trained = model(context, dataset);
        try (RatingModel model =
                new RatingModel(
                        context.spark(),
                        dataset,
                        catalogue.ids(),
                        settings(context),
                        context.common().seed())) {
            if (!trained.existAlready()) {
                trained.make((folder, progress) -> train(context, model, folder, progress));
            }
            model.load(
                    SafetensorsFile.read(
                            context.store().fileSystem(),
                            new Path(trained.path(), WEIGHTS),
                            trained.read(ModelMetrics.class).weightsSha256()));
            results.make(
                    (folder, progress) ->
                            predict(context, model, trained.path(), folder, progress));
        }
        return Outcome.now(summary(results));
    }

    private static ModelMetrics train(
            JobContext context, RatingModel model, Path folder, TaskProgress progress) {
        RatingSettings settings = settings(context);
        long start = System.nanoTime();
        StringBuilder curves = new StringBuilder();
        model.train(
                context.configuration().section("limit", LimitSettings.class).round(),
                epoch -> {
                    curves.append(Json.line(epoch)).append('\n');
                    progress.note(
                            String.format(
                                    Locale.ROOT,
                                    "repeat %d of %d, fold %d of %d, %s, epoch %d, RMSE %.4f",
                                    epoch.repeat(),
                                    settings.repeats(),
                                    epoch.fold(),
                                    settings.folds(),
                                    epoch.network(),
                                    epoch.epoch(),
                                    epoch.trainRmse()));
                });
        context.store().writeText(new Path(folder, CURVES), curves.toString());
        String sha256 =
                SafetensorsFile.write(
                        model.weights(), context.store().fileSystem(), new Path(folder, WEIGHTS));
        return new ModelMetrics(settings, model.ratings(), sha256, seconds(start));
    }

    private static Metrics predict(
            JobContext context,
            RatingModel model,
            Path trained,
            Path folder,
            TaskProgress progress) {
        long start = System.nanoTime();
        RatingSettings settings = settings(context);
        List<AskedPair> pairs = new ArrayList<>();
        long rejected = read(context, settings.pairs(), pairs);
        Predictions predictions = model.predict(pairs);
        write(context, pairs, predictions, folder);
        double seconds = seconds(start);
        long rated = pairs.stream().filter(pair -> pair.rating() != null).count();
        Map<String, float[]> methods = new LinkedHashMap<>(predictions.methods());
        if (rated > 0 && settings.comparison()) {
            progress.note("ALS, to compare with");
            float[] biased = methods.get(Predictions.BIASES);
            methods.put(ALS, model.als(pairs, biased, text -> Progress.say("rate: " + text)));
        }
        Map<String, RatingErrors> errors = new LinkedHashMap<>();
        if (rated > 0) {
            methods.forEach(
                    (method, predicted) ->
                            errors.put(
                                    method,
                                    RatingErrors.of(pairs, predicted, context.common().seed())));
        }
        long byBiases = 0;
        for (boolean byNetwork : predictions.byNetwork()) {
            byBiases += byNetwork ? 0 : 1;
        }
        return new Metrics(
                settings,
                trained.toString(),
                pairs.size(),
                byBiases,
                rejected,
                rated,
                errors,
                seconds);
    }

    /**
     * Reads pairs in the order of the files.
     *
     * @return how many lines have no user or no item
     */
    private static long read(JobContext context, String path, List<AskedPair> pairs) {
        RatingsSettings ratings =
                context.configuration().section("ratings", RatingsSettings.class).at(path);
        Dataset<Row> rows = RatingPairs.read(context.spark(), ratings);
        Dataset<Row> asked =
                rows.filter(
                        coalesce(
                                length(col("user")).gt(0).and(length(col("item")).gt(0)),
                                lit(false)));
        List<Row> collected = asked.limit(MOST_PAIRS + 1).collectAsList();
        if (collected.size() > MOST_PAIRS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "So many pairs do not fit into memory",
                    "--pairs=" + path,
                    "ask for at most " + MOST_PAIRS + " at once");
        }
        for (Row row : collected) {
            pairs.add(
                    new AskedPair(
                            row.getString(0),
                            row.getString(1),
                            row.isNullAt(2) ? null : row.getFloat(2)));
        }
        return rows.count() - collected.size();
    }

    private static void write(
            JobContext context, List<AskedPair> pairs, Predictions predictions, Path folder) {
        List<Row> rows = new ArrayList<>(pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            rows.add(
                    RowFactory.create(
                            pairs.get(i).user(),
                            pairs.get(i).item(),
                            predictions.answers()[i],
                            pairs.get(i).rating(),
                            predictions.byNetwork()[i] ? Predictions.NETWORK : Predictions.BIASES));
        }
        context.spark()
                .createDataFrame(
                        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                                .parallelize(rows, 1 + rows.size() / PART),
                        SCHEMA)
                .write()
                .parquet(new Path(folder, PREDICTIONS).toString());
    }

    private static RatingSettings settings(JobContext context) {
        return context.configuration().section("rating", RatingSettings.class);
    }

    private static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    }

    private static Map<String, Object> summary(Results results) {
        Metrics metrics = results.read(Metrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("predictions", new Path(results.path(), PREDICTIONS).toString());
        summary.put("model", metrics.model());
        summary.put("pairs", metrics.pairs());
        summary.put("by_biases", metrics.byBiases());
        metrics.errors()
                .forEach(
                        (method, errors) ->
                                summary.put(
                                        method,
                                        Map.of(
                                                "rmse", rounded(errors.rmse().mean()),
                                                "mae", rounded(errors.mae().mean()))));
        return summary;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
