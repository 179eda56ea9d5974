package dev.hourglass.source;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nanvl;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.source.RatingsSettings.Rows;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Ratings as a sparse matrix of samples and elements, computed on executors: which rows count, and
 * what is wrong with the others; which elements there are, and which index each has.
 */
final class RatingsTable {
    /** The id of the sample. */
    static final String ROW = "row";

    /**
     * The given elements of a sample: {@code array<struct<index: int, value: float>>}, ascending.
     */
    static final String ELEMENTS = "elements";

    /** What is wrong with a row; null where it counts. */
    static final String REASON = "reason";

    private static final String COLUMN = "column";
    private static final String VALUE = "value";

    private final Dataset<Row> ratings;
    private final Dataset<Row> columns;
    private final boolean implicit;

    /**
     * Reads the files, and numbers the columns of the matrix.
     *
     * @throws dev.hourglass.error.HourglassException as {@link RatingsReader#read}
     */
    RatingsTable(SparkSession spark, RatingsSettings settings) {
        this(spark, settings, null);
    }

    /**
     * Reads the files.
     *
     * @param columns the columns of the matrix, in those of {@link MatrixColumns}, besides which
     *     elements are left out; null to number those that there are
     * @throws dev.hourglass.error.HourglassException as {@link RatingsReader#read}
     */
    RatingsTable(SparkSession spark, RatingsSettings settings, Dataset<Row> columns) {
        this.implicit = settings.rating() == null || settings.threshold() != null;
        this.ratings =
                withOneIdentity(
                        withoutRepetitions(
                                judged(new RatingsReader(spark, settings).read(), settings),
                                settings));
        this.columns = columns == null ? numbered(spark) : columns;
    }

    /** The columns of the matrix, in the columns of {@link MatrixColumns} and in their order. */
    Dataset<Row> columns() {
        return columns;
    }

    /**
     * Every sample that has an element, in a given column or not: {@link #ROW}, {@link #ELEMENTS}.
     */
    Dataset<Row> samples() {
        Dataset<Row> indices = columns.select(col(MatrixColumns.INDEX), col(MatrixColumns.ID));
        // Null, and so left out of the list, in a column that is not given.
        Column element =
                when(
                        col(MatrixColumns.INDEX).isNotNull(),
                        struct(col(MatrixColumns.INDEX), col(VALUE)));
        return elements()
                .join(indices, col(COLUMN).equalTo(col(MatrixColumns.ID)), "left")
                .groupBy(ROW)
                .agg(array_sort(collect_list(element)).as(ELEMENTS));
    }

    /**
     * The rows that do not count: {@link #ROW} or null, and {@link RatingsReader#PATH}, {@link
     * RatingsReader#POSITION} and {@link #REASON}.
     */
    Dataset<Row> rejected() {
        return ratings.filter(col(REASON).isNotNull());
    }

    private Dataset<Row> elements() {
        Dataset<Row> kept = ratings.filter(col(REASON).isNull().and(col(VALUE).isNotNull()));
        return implicit ? kept.withColumn(VALUE, lit(1f)) : kept;
    }

    private static Dataset<Row> judged(Dataset<Row> read, RatingsSettings settings) {
        Column number = number(RatingsReader.RATING);
        Column value = settings.rating() == null ? lit(1d) : number;
        Column reason =
                when(
                                col(RatingsReader.MALFORMED).isNotNull(),
                                lit("it has more or fewer columns than the first line"))
                        .when(isMissing(RatingsReader.USER), lit("its user is missing"))
                        .when(isMissing(RatingsReader.ITEM), lit("its item is missing"));
        if (settings.rating() != null) {
            reason =
                    reason.when(isMissing(RatingsReader.RATING), lit("its rating is missing"))
                            .when(number.isNull(), lit("its rating is no number"))
                            .when(
                                    isnan(number).or(abs(number).gt(Float.MAX_VALUE)),
                                    lit("its rating is not finite"));
        }
        if (settings.least() != null) {
            reason =
                    reason.when(
                            number.lt(settings.least()),
                            lit("its rating is below " + settings.least()));
        }
        if (settings.greatest() != null) {
            reason =
                    reason.when(
                            number.gt(settings.greatest()),
                            lit("its rating is above " + settings.greatest()));
        }
        if (settings.rating() != null && settings.threshold() == null) {
            // Elements that are not given are zero.
            reason = reason.when(number.equalTo(0), lit("its rating is 0, which stands for none"));
        }
        return read.withColumn(VALUE, value).withColumn(REASON, reason);
    }

    /**
     * Of several ratings of an item by a user the latest counts, by numbers or else by texts that
     * sort; where there is no time, or the same, the lowest one.
     */
    private static Dataset<Row> withoutRepetitions(Dataset<Row> judged, RatingsSettings settings) {
        // What is rejected already takes no part, and is spread over tasks.
        Column apart =
                when(
                        col(REASON).isNotNull(),
                        xxhash64(col(RatingsReader.PATH), col(RatingsReader.POSITION)));
        Column time = nanvl(number(RatingsReader.TIME), lit(null).cast("double"));
        WindowSpec latestFirst =
                Window.partitionBy(col(RatingsReader.USER), col(RatingsReader.ITEM), apart)
                        .orderBy(
                                time.desc_nulls_last(),
                                col(RatingsReader.TIME).desc_nulls_last(),
                                col(VALUE).asc(),
                                col(RatingsReader.PATH).asc(),
                                col(RatingsReader.POSITION).asc());
        Column repeated =
                when(
                        row_number().over(latestFirst).gt(1),
                        lit("another row of the same user and item counts instead"));
        boolean users = settings.rows() == Rows.USERS;
        return judged.withColumn(REASON, coalesce(col(REASON), repeated))
                .select(
                        col(users ? RatingsReader.USER : RatingsReader.ITEM).as(ROW),
                        col(users ? RatingsReader.ITEM : RatingsReader.USER).as(COLUMN),
                        counting(settings).as(VALUE),
                        col(RatingsReader.PATH),
                        col(RatingsReader.POSITION),
                        col(REASON));
    }

    /** Null where a rating is too low to count. */
    private static Column counting(RatingsSettings settings) {
        Column value = col(VALUE).cast("float");
        return settings.threshold() == null
                ? value
                : when(col(VALUE).geq(settings.threshold()), value);
    }

    /**
     * As an RDD the shuffle has one identity: whoever needs the rows reads its files, and the raw
     * data are read once.
     */
    private static Dataset<Row> withOneIdentity(Dataset<Row> rows) {
        return rows.sparkSession().createDataFrame(rows.javaRDD(), rows.schema());
    }

    private Dataset<Row> numbered(SparkSession spark) {
        Dataset<Row> sorted =
                elements()
                        .groupBy(COLUMN)
                        .agg(count(lit(1)).as(MatrixColumns.COUNT))
                        .orderBy(COLUMN);
        JavaRDD<Row> rows =
                sorted.javaRDD()
                        .zipWithIndex()
                        .map(
                                pair ->
                                        RowFactory.create(
                                                Math.toIntExact(pair._2()),
                                                pair._1().getString(0),
                                                pair._1().getLong(1)));
        return spark.createDataFrame(rows, MatrixColumns.SCHEMA);
    }

    private static Column isMissing(String name) {
        return not(coalesce(length(col(name)).gt(0), lit(false)));
    }

    /** Null where it is none, in Spark's ANSI mode too. */
    private static Column number(String name) {
        return expr("try_cast(" + name + " as double)");
    }
}
