package dev.hourglass.recommendation;

import static java.util.Objects.requireNonNull;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Matrix factorisation of implicit feedback by alternating least squares (Hu, Koren and Volinsky
 * 2008), MLlib's. A score is the product of the user's factors and the item's.
 *
 * <p>MLlib cannot find the factors of users whom it was not fitted on. Therefore what held-out
 * users show, though not their targets, is fitted together with the train users: no other model
 * here learns from it. The factors of all held-out users have to fit into memory.
 */
public final class ImplicitAls implements ScorerFactory, Scorer {
    private static final long serialVersionUID = 1L;

    private static final int ITERATIONS = 15;

    /** Parts that users are cut into, and items too; MLlib's own default. */
    private static final int BLOCKS = 10;

    private static final String USER = "user";
    private static final String ITEM = "item";
    private static final String RATING = "rating";

    private static final StructType RATINGS =
            new StructType()
                    .add(USER, DataTypes.IntegerType, false)
                    .add(ITEM, DataTypes.IntegerType, false)
                    .add(RATING, DataTypes.FloatType, false);

    /** [items, rank]; null for items that nobody has, whose scores are 0. */
    private final float[][] itemFactors;

    /** Of held-out users, by id. */
    private final Map<String, float[]> userFactors;

    private ImplicitAls(float[][] itemFactors, Map<String, float[]> userFactors) {
        this.itemFactors = itemFactors;
        this.userFactors = userFactors;
    }

    /**
     * Fits the factors of all users and items. They are the same up to the rounding of MLlib's
     * sums, however users are partitioned.
     *
     * @param heldOut the users whom this can recommend items to; they and {@code train} are read
     *     several times: cache them where reading is dear
     * @param items columns of the matrix
     * @throws HourglassException with CONFIGURATION for more users than ints
     */
    public static ImplicitAls fit(
            SparkSession spark,
            JavaRDD<Interactions> train,
            JavaRDD<HeldOutUser> heldOut,
            int items,
            AlsSettings settings,
            long seed) {
        JavaPairRDD<Integer, Interactions> trainUsers = number(train, 0);
        JavaPairRDD<Integer, Interactions> others =
                number(heldOut.map(HeldOutUser::foldIn), train.count());
        ALSModel model =
                new ALS()
                        .setImplicitPrefs(true)
                        .setUserCol(USER)
                        .setItemCol(ITEM)
                        .setRatingCol(RATING)
                        .setRank(settings.rank())
                        .setRegParam(settings.regParam())
                        .setAlpha(settings.alpha())
                        .setMaxIter(ITERATIONS)
                        .setNumBlocks(BLOCKS)
                        .setSeed(seed)
                        .fit(ratings(spark, trainUsers.union(others)));
        return new ImplicitAls(itemFactors(model, items), userFactors(model, others));
    }

    /**
     * The settings with which the lists of validation users are of the highest NDCG@100; for the
     * users of another split, a model is then fitted with them.
     *
     * @param validation which users, too
     * @param grid {@link AlsSettings#GRID}, say; each is fitted once
     */
    public static AlsSettings choose(
            SparkSession spark,
            JavaRDD<Interactions> train,
            RankingEvaluation validation,
            List<AlsSettings> grid,
            long seed) {
        JavaRDD<HeldOutUser> users = validation.users();
        int items = validation.counts().items();
        return GridSearch.best(
                grid,
                settings ->
                        validation.evaluate(
                                "ALS", fit(spark, train, users, items, settings, seed)));
    }

    @Override
    public Scorer create() {
        return this;
    }

    @Override
    public float[] score(List<Interactions> users) {
        int items = itemFactors.length;
        float[] scores = new float[users.size() * items];
        for (int row = 0; row < users.size(); row++) {
            String id = users.get(row).user();
            float[] user = requireNonNull(userFactors.get(id), "ALS was not fitted with " + id);
            for (int item = 0; item < items; item++) {
                if (itemFactors[item] != null) {
                    scores[row * items + item] = product(user, itemFactors[item]);
                }
            }
        }
        return scores;
    }

    /** Users by numbers without gaps, in the order of their ids: MLlib knows no other names. */
    private static JavaPairRDD<Integer, Interactions> number(
            JavaRDD<Interactions> users, long first) {
        return users.sortBy(Interactions::user, true, BLOCKS)
                .zipWithIndex()
                .mapToPair(user -> new Tuple2<>(number(first + user._2()), user._1()));
    }

    private static int number(long index) {
        if (index > Integer.MAX_VALUE) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "ALS takes no more users than there are ints",
                    "user " + index,
                    "leave ALS out, or ingest ratings of fewer users");
        }
        return (int) index;
    }

    /**
     * A row for each rating, of a user's block in one partition and in order: MLlib sums each block
     * in the order in which it finds it.
     */
    private static Dataset<Row> ratings(
            SparkSession spark, JavaPairRDD<Integer, Interactions> users) {
        JavaRDD<Row> ratings =
                users.repartitionAndSortWithinPartitions(new HashPartitioner(BLOCKS))
                        .flatMap(
                                user ->
                                        IntStream.range(0, user._2().items().length)
                                                .mapToObj(i -> rating(user._1(), user._2(), i))
                                                .iterator());
        return spark.createDataFrame(ratings, RATINGS);
    }

    private static Row rating(int number, Interactions user, int i) {
        return RowFactory.create(number, user.items()[i], user.values()[i]);
    }

    private static float[][] itemFactors(ALSModel model, int items) {
        float[][] factors = new float[items][];
        for (Row row : model.itemFactors().collectAsList()) {
            factors[row.getInt(0)] = factors(row);
        }
        return factors;
    }

    private static Map<String, float[]> userFactors(
            ALSModel model, JavaPairRDD<Integer, Interactions> users) {
        JavaPairRDD<Integer, float[]> factors =
                model.userFactors()
                        .javaRDD()
                        .mapToPair(row -> new Tuple2<>(row.getInt(0), factors(row)));
        // Of the train users no factors come along: the join leaves them out.
        return new HashMap<>(
                users.mapValues(Interactions::user)
                        .join(factors)
                        .mapToPair(user -> user._2())
                        .collectAsMap());
    }

    private static float[] factors(Row row) {
        List<Float> list = row.getList(1);
        float[] factors = new float[list.size()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = list.get(i);
        }
        return factors;
    }

    private static float product(float[] user, float[] item) {
        float sum = 0;
        for (int i = 0; i < user.length; i++) {
            sum += user[i] * item[i];
        }
        return sum;
    }
}
