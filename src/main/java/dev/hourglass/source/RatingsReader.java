package dev.hourglass.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.RatingsSettings.Format;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads files of ratings as rows of text, by Spark's own readers. */
final class RatingsReader {
    static final String USER = "user";
    static final String ITEM = "item";
    static final String RATING = "rating";
    static final String TIME = "time";

    /** The text of a line that has not the columns of the first one, null of all others. */
    static final String MALFORMED = "_malformed";

    /** The file. */
    static final String PATH = "path";

    /** The row of the file, where its format has such a thing, and what it says. */
    static final String POSITION = "position";

    /** Characters of a line or value that a position shows. */
    private static final int SHOWN = 100;

    private final SparkSession spark;
    private final RatingsSettings settings;
    private final boolean pairs;

    RatingsReader(SparkSession spark, RatingsSettings settings) {
        this(spark, settings, false);
    }

    /**
     * @param pairs whether files may lack the columns of rating and time
     */
    RatingsReader(SparkSession spark, RatingsSettings settings, boolean pairs) {
        this.pairs = pairs;
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * All rows, with the columns that are named above, of strings. What is missing is null.
     *
     * @throws HourglassException with SOURCE_UNREADABLE where there are no such files, and
     *     SOURCE_MALFORMED where they lack a column
     */
    Dataset<Row> read() {
        Dataset<Row> raw;
        try {
            raw = settings.format() == Format.TEXT ? text() : parquet();
        } catch (Exception e) {
            // Spark's exceptions are checked ones that its methods do not declare.
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The ratings cannot be read",
                    "ratings.path = %s: %s"
                            .formatted(
                                    settings.path(),
                                    ExceptionUtils.getRootCauseMessage(e)
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    "name a file or folder of ratings.format that this user may read",
                    e);
        }
        List<String> names = Arrays.asList(raw.columns());
        return raw.select(
                        column(settings.user(), names).as(USER),
                        column(settings.item(), names).as(ITEM),
                        optional(settings.rating(), names).as(RATING),
                        optional(settings.time(), names).as(TIME),
                        names.contains(MALFORMED) ? col(MALFORMED) : nothing().as(MALFORMED),
                        col("_metadata.file_path").as(PATH),
                        place().as(POSITION))
                .withColumn(POSITION, concat(col(POSITION), contents()));
    }

    private Dataset<Row> text() {
        DataFrameReader reader =
                files().option("sep", settings.separator()).option("header", settings.isNamed());
        // All of text: ids are to stay as they are written.
        StructType firstLine = reader.csv(settings.path()).schema();
        return reader.schema(firstLine.add(MALFORMED, DataTypes.StringType))
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", MALFORMED)
                // Files whose names are in another order would be misread in silence.
                .option("enforceSchema", false)
                .csv(settings.path());
    }

    private Dataset<Row> parquet() {
        return files().parquet(settings.path());
    }

    private DataFrameReader files() {
        return spark.read().option("recursiveFileLookup", true);
    }

    private Column place() {
        return settings.format() == Format.PARQUET
                ? concat(lit("row "), col("_metadata.row_index").plus(1).cast("string"), lit(": "))
                : lit("");
    }

    private static Column contents() {
        Column line = concat(lit("line \""), substring(col(MALFORMED), 1, SHOWN), lit("\""));
        Column values = concat_ws(", ", value(USER), value(ITEM), value(RATING), value(TIME));
        return coalesce(line, values);
    }

    /** A value with its name; null where there is none. */
    private static Column value(String name) {
        return concat(lit(name + " "), substring(col(name), 1, SHOWN));
    }

    private Column optional(String given, List<String> names) {
        return pairs && given != null && !names.contains(name(given))
                ? nothing()
                : column(given, names);
    }

    /** What Spark calls the columns of text without names. */
    private String name(String given) {
        return settings.isNamed() ? given : "_c" + (Integer.parseInt(given) - 1);
    }

    private Column column(String given, List<String> names) {
        if (given == null) {
            return nothing();
        }
        String name = name(given);
        if (!names.contains(name)) {
            List<String> there = names.stream().filter(other -> !other.equals(MALFORMED)).toList();
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The ratings have no column " + given,
                    settings.path()
                            + (settings.isNamed()
                                    ? " has the columns " + String.join(", ", there)
                                    : " has %d column(s) in its first line"
                                            .formatted(there.size())),
                    "see that ratings.user, item, rating and time are columns of the file, and that"
                            + " ratings.separator is what separates them");
        }
        return col("`" + name.replace("`", "``") + "`").cast(DataTypes.StringType);
    }

    private static Column nothing() {
        return lit(null).cast(DataTypes.StringType);
    }
}
