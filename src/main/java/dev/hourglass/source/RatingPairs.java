package dev.hourglass.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Pairs of a user and an item whose ratings are asked for, in files of the form of ratings. */
public final class RatingPairs {
    private RatingPairs() {}

    /**
     * Reads them.
     *
     * @param settings of ratings; the files may lack the columns of rating and time
     * @return {@code user}, {@code item}: strings, null or empty where a line lacks them; {@code
     *     rating}: float, null where there is none
     * @throws dev.hourglass.error.HourglassException with SOURCE_UNREADABLE where there are no such
     *     files, and SOURCE_MALFORMED where they lack the user's or the item's column
     */
    public static Dataset<Row> read(SparkSession spark, RatingsSettings settings) {
        return new RatingsReader(spark, settings, true)
                .read()
                .select(
                        col(RatingsReader.USER),
                        col(RatingsReader.ITEM),
                        expr("try_cast(" + RatingsReader.RATING + " as float)")
                                .as(RatingsReader.RATING));
    }
}
