package dev.hourglass.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Ratings that are drawn: few items have most of them, few users give most of them, and each user
 * likes a few of twenty kinds of items better than the others. The same numbers give the same
 * ratings.
 *
 * @param users how many, from 0 on
 * @param items how many, from 0 on; at least 100
 * @param ratings about how many, of all users together
 */
public record DrawnRatings(int users, int items, long ratings) implements Serializable {
    private static final StructType SCHEMA =
            new StructType()
                    .add("user", DataTypes.IntegerType, false)
                    .add("item", DataTypes.IntegerType, false)
                    .add("rating", DataTypes.FloatType, false);

    private static final int KINDS = 20;
    private static final int LIKED = 3;
    private static final double LIKING = 0.7;
    private static final int FEWEST = 5;

    /** Of the items' popularity: the share of the least popular ones falls with it. */
    private static final double STEEPNESS = 3;

    /** The ratings, lazily: {@code user}, {@code item} (int) and {@code rating} (float, 1 to 5). */
    public Dataset<Row> draw(SparkSession spark) {
        FlatMapFunction<Long, Row> ofUser = user -> ofUser(user.intValue());
        return spark.range(users).as(Encoders.LONG()).flatMap(ofUser, Encoders.row(SCHEMA));
    }

    private Iterator<Row> ofUser(int user) {
        SplittableRandom random = new SplittableRandom(user);
        // Log-normal, of the wanted mean.
        double spread = Math.exp(gaussian(random) - 0.5);
        int count = (int) Math.min(items / 4.0, Math.max(FEWEST, spread * ratings / users));
        int[] liked = random.ints(LIKED, 0, KINDS).toArray();
        LinkedHashSet<Integer> chosen = new LinkedHashSet<>();
        List<Row> rows = new ArrayList<>(count);
        while (chosen.size() < count) {
            int item = (int) (items * Math.pow(random.nextDouble(), STEEPNESS));
            boolean likes = random.nextDouble() < LIKING;
            if (likes) {
                int kind = liked[random.nextInt(LIKED)];
                item = Math.min(items - 1, item - item % KINDS + kind);
            }
            if (chosen.add(item)) {
                double rating = (likes ? 4 : 3) + 0.8 * gaussian(random);
                float stars = Math.round(Math.max(1, Math.min(5, rating)));
                rows.add(RowFactory.create(user, item, stars));
            }
        }
        return rows.iterator();
    }

    /** Box and Muller's. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
