package dev.hourglass.recommendation.rating;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.RatingNetwork;
import dev.hourglass.network.RatingReplica;
import dev.hourglass.network.optimizer.Sgd;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.safetensors.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Predicts ratings in the manner of Rama, Kumar and Bhasker (2021): features of a user autoencoder
 * and of an item autoencoder, with embeddings of both, feed a deep network. The features it learns
 * from are out of fold: those of a known rating are made by autoencoders that have not seen it, as
 * they will not have seen what is to be predicted.
 */
public final class RatingModel implements AutoCloseable {
    private static final String USER = "user-autoencoder";
    private static final String ITEM = "item-autoencoder";
    private static final String NETWORK = Predictions.NETWORK;
    private static final String FEATURES = "features-network";

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final RatingSettings settings;
    private final int shards;
    private final long seed;
    private final RatingTable table;
    private final Broadcast<Residuals.Data> data;
    private final Biases biases;
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<String, Integer> items = new HashMap<>();
    private final float least;
    private final float greatest;
    private Map<String, float[]> parameters = new LinkedHashMap<>();

    /**
     * Reads the known ratings: all of the dataset. The model is yet to be trained or loaded.
     *
     * @param itemIds by index
     */
    public RatingModel(
            SparkSession session,
            TensorDataset dataset,
            String[] itemIds,
            RatingSettings settings,
            long seed) {
        this.session = session;
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.settings = settings;
        this.shards = dataset.manifest().shards();
        this.seed = seed;
        RatingTable.Read read = RatingTable.read(session, dataset, itemIds.length);
        table = read.table();
        biases = Biases.of(table, place -> true);
        data = spark.broadcast(Residuals.Data.of(table));
        for (int u = 0; u < read.ids().length; u++) {
            users.put(read.ids()[u], u);
        }
        for (int i = 0; i < itemIds.length; i++) {
            items.put(itemIds[i], i);
        }
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float rating : table.rating()) {
            low = Math.min(low, rating);
            high = Math.max(high, rating);
        }
        least = low;
        greatest = high;
    }

    /** How many ratings it learns from. */
    public int ratings() {
        return table.size();
    }

    /**
     * Trains all networks.
     *
     * @param limit of an averaging round
     * @param listener hears of every epoch of each
     */
    public void train(Duration limit, Consumer<RatingEpoch> listener) {
        RatingTraining training = new RatingTraining(spark, shards, limit, listener);
        Map<String, float[]> trained = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
            trainRepeat(training, repeat, trained);
        }
        parameters = trained;
    }

    private void trainRepeat(RatingTraining training, int repeat, Map<String, float[]> trained) {
        long own = seed + repeat;
        Folds folds = new Folds(own, settings.folds());
        int[] foldOf = new int[table.size()];
        for (int i = 0; i < foldOf.length; i++) {
            foldOf[i] = folds.of(table.user()[i], table.item()[i]);
        }
        Features features = Features.empty(table.size());
        for (int fold = 0; fold < settings.folds(); fold++) {
            int left = fold;
            Biases others = Biases.of(table, place -> foldOf[place] != left);
            int[] places =
                    IntStream.range(0, foldOf.length)
                            .filter(place -> foldOf[place] == left)
                            .toArray();
            int[] user = pick(table.user(), places);
            int[] item = pick(table.item(), places);
            float[][] parts = new float[2][];
            for (Side side : Side.values()) {
                Residuals examples = residuals(side, folds, left, others);
                float[] weights = autoencoder(training, examples, repeat, own);
                parts[side.ordinal()] = reconstruct(examples, weights, user, item);
            }
            for (int i = 0; i < places.length; i++) {
                features.set(places[i], user[i], item[i], others, parts[0][i], parts[1][i]);
            }
        }
        for (Side side : Side.values()) {
            Residuals examples = residuals(side, folds, Folds.NONE, biases);
            trained.put(repeat + "." + name(side), autoencoder(training, examples, repeat, own));
        }
        float[] targets = new float[table.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = table.rating()[i] - features.beginning()[i];
        }
        PairExamples examples = new PairExamples(features.rows(), Features.WIDTH, targets);
        trained.put(repeat + "." + NETWORK, network(training, examples, repeat, NETWORK, own));
        if (settings.comparison()) {
            trained.put(
                    repeat + "." + FEATURES, network(training, examples, repeat, FEATURES, own));
        }
    }

    private float[] autoencoder(RatingTraining training, Residuals examples, int repeat, long own) {
        return training.run(
                new RatingTraining.Name(name(examples.side()), repeat, examples.left() + 1),
                examples,
                autoencoder(examples.side()),
                settings.autoencoder().schedule(),
                // Each fold's networks begin with other weights.
                own * 31 + examples.left());
    }

    private float[] network(
            RatingTraining training, PairExamples examples, int repeat, String name, long own) {
        return training.run(
                new RatingTraining.Name(name, repeat, 0),
                examples,
                deep(name),
                settings.network().schedule(),
                own);
    }

    /**
     * Writes each network's parameters as one vector.
     *
     * @return the file's SHA-256, hexadecimal
     */
    public String save(FileSystem fileSystem, Path file) {
        Map<String, Weights> weights = new LinkedHashMap<>();
        parameters.forEach(
                (name, vector) ->
                        weights.put(name, new Weights(List.of((long) vector.length), vector)));
        return SafetensorsFile.write(weights, fileSystem, file);
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @param sha256 that the file must have
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where it is another
     */
    public void load(FileSystem fileSystem, Path file, String sha256) {
        Map<String, float[]> loaded = new LinkedHashMap<>();
        SafetensorsFile.read(fileSystem, file, sha256)
                .forEach((name, vector) -> loaded.put(name, vector.values()));
        parameters = loaded;
    }

    /**
     * Predicts ratings of pairs. A pair whose user or item has no known rating is answered by the
     * biases of what is known.
     *
     * @param asked ids
     */
    public Predictions predict(List<AskedPair> asked) {
        List<Integer> known = new ArrayList<>();
        boolean[] byNetwork = new boolean[asked.size()];
        float[] biased = new float[asked.size()];
        for (int i = 0; i < asked.size(); i++) {
            int user = index(users, asked.get(i).user(), biases.userCount());
            int item = index(items, asked.get(i).item(), biases.itemCount());
            biased[i] = clipped(biases.rating(user, item));
            byNetwork[i] = user >= 0 && item >= 0;
            if (byNetwork[i]) {
                known.add(i);
            }
        }
        int[] places = known.stream().mapToInt(Integer::intValue).toArray();
        int[] user = new int[places.length];
        int[] item = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            user[i] = users.get(asked.get(places[i]).user());
            item[i] = items.get(asked.get(places[i]).item());
        }
        Map<String, float[]> methods = new LinkedHashMap<>();
        predictKnown(user, item)
                .forEach((name, values) -> methods.put(name, spread(values, places, biased)));
        methods.put(Predictions.BIASES, biased);
        return new Predictions(byNetwork, methods);
    }

    /**
     * What ALS makes of pairs, its settings chosen on a tenth of the known ratings.
     *
     * @param biased instead, where it does not know the user or the item
     */
    public float[] als(List<AskedPair> asked, float[] biased, Consumer<String> say) {
        ExplicitAls als = new ExplicitAls(session, table, seed);
        ExplicitAls.Settings chosen = als.choose(this::clipped);
        say.accept("ALS with " + chosen);
        int[] user = new int[asked.size()];
        int[] item = new int[asked.size()];
        for (int i = 0; i < user.length; i++) {
            user[i] = users.getOrDefault(asked.get(i).user(), -1);
            item[i] = items.getOrDefault(asked.get(i).item(), -1);
        }
        float[] predicted = als.predict(chosen, place -> true, user, item);
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = Float.isNaN(predicted[i]) ? biased[i] : clipped(predicted[i]);
        }
        return predicted;
    }

    private Map<String, float[]> predictKnown(int[] user, int[] item) {
        int count = user.length;
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= settings.repeats() && count > 0; repeat++) {
            float[][] parts = new float[2][];
            for (Side side : Side.values()) {
                parts[side.ordinal()] =
                        reconstruct(
                                residuals(side, new Folds(0, 2), Folds.NONE, biases),
                                parameters.get(repeat + "." + name(side)),
                                user,
                                item);
            }
            Features features = Features.empty(count);
            for (int i = 0; i < count; i++) {
                features.set(i, user[i], item[i], biases, parts[0][i], parts[1][i]);
            }
            add(sums, NETWORK, features.beginning(), outputs(repeat, NETWORK, features));
            add(sums, "user_autoencoder", features.biased(), parts[0]);
            add(sums, "item_autoencoder", features.biased(), parts[1]);
            add(sums, "autoencoders", features.beginning(), new float[count]);
            if (settings.comparison()) {
                add(
                        sums,
                        "features_network",
                        features.beginning(),
                        outputs(repeat, FEATURES, features));
            }
        }
        Map<String, float[]> methods = new LinkedHashMap<>();
        sums.forEach(
                (name, sum) -> {
                    float[] values = new float[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = clipped(sum[i] / settings.repeats());
                    }
                    methods.put(name, values);
                });
        if (methods.isEmpty()) {
            methods.put(NETWORK, new float[0]);
        }
        return methods;
    }

    private static void add(
            Map<String, double[]> sums, String name, float[] beginning, float[] outputs) {
        double[] sum = sums.computeIfAbsent(name, none -> new double[beginning.length]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += beginning[i] + outputs[i];
        }
    }

    private float[] outputs(int repeat, String name, Features features) {
        int batch = settings.network().batch();
        int count = features.beginning().length;
        float[] outputs = new float[count];
        float[] rows = new float[batch * Features.WIDTH];
        try (RatingReplica replica = new RatingReplica(deep(name), 0, new Sgd())) {
            replica.load(parameters.get(repeat + "." + name));
            for (int from = 0; from < count; from += batch) {
                int size = Math.min(batch, count - from);
                System.arraycopy(
                        features.rows(), from * Features.WIDTH, rows, 0, size * Features.WIDTH);
                System.arraycopy(replica.predict(rows, size), 0, outputs, from, size);
            }
        }
        return outputs;
    }

    private float[] reconstruct(Residuals examples, float[] weights, int[] user, int[] item) {
        return Reconstruction.of(
                spark, shards, examples, autoencoder(examples.side()), weights, user, item);
    }

    private Residuals residuals(Side side, Folds folds, int left, Biases ofOthers) {
        return new Residuals(data, side, folds, left, ofOthers, settings.autoencoder().hidden());
    }

    private RatingNetwork.Autoencoder autoencoder(Side side) {
        return new RatingNetwork.Autoencoder(side.columns(table), settings.autoencoder().width());
    }

    private RatingNetwork.Deep deep(String name) {
        return new RatingNetwork.Deep(
                table.users(),
                table.items(),
                name.equals(NETWORK) ? settings.network().embedding() : 0,
                Features.OTHERS,
                settings.network().widths());
    }

    private static String name(Side side) {
        return side == Side.USER ? USER : ITEM;
    }

    private static int[] pick(int[] values, int[] places) {
        int[] picked = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = values[places[i]];
        }
        return picked;
    }

    private static float[] spread(float[] values, int[] places, float[] others) {
        float[] all = others.clone();
        for (int i = 0; i < values.length; i++) {
            all[places[i]] = values[i];
        }
        return all;
    }

    /** -1 where it has no known rating. */
    private static int index(Map<String, Integer> indices, String id, int[] counts) {
        int index = indices.getOrDefault(id, -1);
        return index >= 0 && counts[index] > 0 ? index : -1;
    }

    private float clipped(double rating) {
        return (float) Math.max(least, Math.min(greatest, rating));
    }

    /** Lets the ratings go that executors hold. */
    @Override
    public void close() {
        data.destroy();
    }
}
