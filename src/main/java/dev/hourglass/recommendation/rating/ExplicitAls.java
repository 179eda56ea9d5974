package dev.hourglass.recommendation.rating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Matrix factorisation of ratings by alternating least squares, MLlib's, whose regularisation grows
 * with how many ratings there are (Zhou, Wilkinson, Schreiber and Pan 2008).
 */
final class ExplicitAls {
    /** Of ratings held out to choose settings by: one in this many. */
    private static final int HELD_OUT = 10;

    private static final int ITERATIONS = 15;
    private static final int BLOCKS = 4;

    private static final StructType RATINGS =
            new StructType()
                    .add("user", DataTypes.IntegerType, false)
                    .add("item", DataTypes.IntegerType, false)
                    .add("rating", DataTypes.FloatType, false);

    private final SparkSession session;
    private final RatingTable table;
    private final long seed;

    ExplicitAls(SparkSession session, RatingTable table, long seed) {
        this.session = session;
        this.table = table;
        this.seed = seed;
    }

    /** What ALS can be told. */
    record Settings(int rank, double regParam) {
        static List<Settings> grid() {
            List<Settings> grid = new ArrayList<>();
            for (int rank : new int[] {20, 50}) {
                for (double regParam : new double[] {0.1, 0.12, 0.15}) {
                    grid.add(new Settings(rank, regParam));
                }
            }
            return grid;
        }

        @Override
        public String toString() {
            return "rank " + rank + ", regParam " + regParam;
        }
    }

    /** How a prediction is brought into the range of ratings. */
    interface Clipping {
        float apply(double rating);
    }

    /** The settings of the smallest error on held-out ratings. */
    Settings choose(Clipping clipping) {
        Folds folds = new Folds(~seed, HELD_OUT);
        IntPredicate heldOut = place -> folds.of(table.user()[place], table.item()[place]) == 0;
        int[] places = IntStream.range(0, table.size()).filter(heldOut).toArray();
        int[] user = Arrays.stream(places).map(place -> table.user()[place]).toArray();
        int[] item = Arrays.stream(places).map(place -> table.item()[place]).toArray();
        Settings best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Settings settings : Settings.grid()) {
            float[] predicted = predict(settings, heldOut.negate(), user, item);
            double square = 0;
            for (int i = 0; i < predicted.length; i++) {
                if (!Float.isNaN(predicted[i])) {
                    double error = clipping.apply(predicted[i]) - table.rating()[places[i]];
                    square += error * error;
                }
            }
            if (square < least) {
                least = square;
                best = settings;
            }
        }
        return best;
    }

    /**
     * Fits to some of the ratings, and predicts pairs.
     *
     * @param counts whether the rating at a place does
     * @param user index; -1 for one who is not known
     * @return NaN where user or item had no rating that counts
     */
    float[] predict(Settings settings, IntPredicate counts, int[] user, int[] item) {
        List<Row> rows =
                IntStream.range(0, table.size())
                        .filter(counts)
                        .mapToObj(
                                i ->
                                        RowFactory.create(
                                                table.user()[i],
                                                table.item()[i],
                                                table.rating()[i]))
                        .toList();
        Dataset<Row> ratings =
                session.createDataFrame(
                        JavaSparkContext.fromSparkContext(session.sparkContext())
                                .parallelize(rows, BLOCKS),
                        RATINGS);
        ALSModel model =
                new ALS()
                        .setRank(settings.rank())
                        .setRegParam(settings.regParam())
                        .setMaxIter(ITERATIONS)
                        .setNumBlocks(BLOCKS)
                        .setSeed(seed)
                        .fit(ratings);
        float[][] users = factors(model.userFactors(), table.users());
        float[][] items = factors(model.itemFactors(), table.items());
        float[] predicted = new float[user.length];
        for (int i = 0; i < predicted.length; i++) {
            float[] u = user[i] < 0 ? null : users[user[i]];
            float[] v = item[i] < 0 ? null : items[item[i]];
            predicted[i] = u == null || v == null ? Float.NaN : product(u, v);
        }
        return predicted;
    }

    private static float[][] factors(Dataset<Row> table, int count) {
        float[][] factors = new float[count][];
        for (Row row : table.collectAsList()) {
            List<Float> list = row.getList(1);
            float[] vector = new float[list.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = list.get(i);
            }
            factors[row.getInt(0)] = vector;
        }
        return factors;
    }

    private static float product(float[] u, float[] v) {
        float sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }
}
