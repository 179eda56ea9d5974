package dev.hourglass.recommendation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Reads what items are called, by Spark's own reader of text. */
public final class ItemTitles {
    private static final String ID = "id";
    private static final String TITLE = "title";
    private static final String GENRE = "genre";

    private final SparkSession spark;
    private final ItemSettings settings;

    /**
     * What a line says of an item.
     *
     * @param title empty where it says none, as the genre
     */
    public record Item(Optional<String> title, Optional<String> genre) {}

    public ItemTitles(SparkSession spark, ItemSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Looks whether the file, if one is named, is there and has the columns.
     *
     * @throws HourglassException with SOURCE_UNREADABLE where there is no such file, and
     *     SOURCE_MALFORMED where it lacks a column
     */
    public void check() {
        if (settings.path() != null) {
            table();
        }
    }

    /**
     * What the file says of some items. Items without a line are missing; without a file all are.
     *
     * @param ids as the ratings have them
     */
    public Map<String, Item> of(Collection<String> ids) {
        Map<String, Item> items = new HashMap<>();
        if (settings.path() == null) {
            return items;
        }
        for (Row row : table().filter(col(ID).isInCollection(ids)).collectAsList()) {
            items.putIfAbsent(row.getString(0), new Item(text(row, 1), text(row, 2)));
        }
        return items;
    }

    private static Optional<String> text(Row row, int column) {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isBlank());
    }

    private Dataset<Row> table() {
        Dataset<Row> raw;
        try {
            // All of text, as the ids of ratings are. A quote within quotes is doubled (RFC 4180).
            raw =
                    spark.read()
                            .option("recursiveFileLookup", true)
                            .option("sep", settings.separator())
                            .option("encoding", settings.encoding())
                            .option("header", settings.hasNames())
                            .option("escape", "\"")
                            .csv(settings.path());
        } catch (Exception e) {
            // Spark's exceptions are checked ones that its methods do not declare.
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The titles of items cannot be read",
                    "recommend.items.path = %s: %s"
                            .formatted(
                                    settings.path(),
                                    ExceptionUtils.getRootCauseMessage(e)
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    "name a file of text that this user may read, or null to show ids",
                    e);
        }
        List<String> names = Arrays.asList(raw.columns());
        return raw.select(
                column(settings.id(), names).as(ID),
                trim(column(settings.title(), names)).as(TITLE),
                trim(genre(names)).as(GENRE));
    }

    private Column genre(List<String> names) {
        Column[] flags =
                settings.flags().stream()
                        .map(
                                flag ->
                                        when(
                                                trim(column(flag.column(), names)).equalTo("1"),
                                                lit(flag.genre())))
                        .toArray(Column[]::new);
        return flags.length > 0
                ? coalesce(flags)
                : split(column(settings.genre(), names), "[|]").getItem(0);
    }

    private Column column(String given, List<String> names) {
        if (given == null) {
            return lit(null).cast(DataTypes.StringType);
        }
        // What Spark calls the columns of text without names.
        String name = settings.hasNames() ? given : "_c" + (Integer.parseInt(given) - 1);
        if (!names.contains(name)) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The file of items' titles has no column " + given,
                    settings.path()
                            + (settings.hasNames()
                                    ? " has the columns " + String.join(", ", names)
                                    : " has %d column(s) in its first line"
                                            .formatted(names.size())),
                    "see that recommend.items.id, title, genre and flags are columns of the file, and"
                            + " that recommend.items.separator is what separates them");
        }
        return col("`" + name.replace("`", "``") + "`");
    }
}
