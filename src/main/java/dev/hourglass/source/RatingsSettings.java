package dev.hourglass.source;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code ratings} section of the configuration: which ratings to read, and what a sample is.
 * Columns are given by their names or, of text without a line of names, by their numbers from 1 on.
 *
 * @param path the file, or the folder of files
 * @param format what the files are
 * @param separator of the columns of text, one character or more
 * @param user the column of the user's id
 * @param item the column of the item's id
 * @param rating the column of the rating; null where every row counts 1
 * @param time the column of the time, by which the latest of several ratings is known; null for
 *     none
 * @param rows what a sample is
 * @param least a rating below is rejected; null for no limit
 * @param greatest a rating above is rejected; null for no limit
 * @param threshold ratings of at least this count 1, and others are left out; null where the
 *     ratings themselves count
 */
public record RatingsSettings(
        String path,
        Format format,
        String separator,
        String user,
        String item,
        String rating,
        String time,
        Rows rows,
        Double least,
        Double greatest,
        Double threshold) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /** What files of ratings are. */
    public enum Format {
        /** A rating a line, gzipped or not. */
        TEXT,
        /** A rating a row. */
        PARQUET
    }

    /** What a sample is. */
    public enum Rows {
        /** A user, whose elements are items. */
        USERS,
        /** An item, whose elements are users. */
        ITEMS
    }

    public RatingsSettings {
        required(path, "path", "a file or a folder of ratings");
        required(format, "format", "text or parquet");
        required(separator, "separator", "what is between two columns");
        required(user, "user", "a column");
        required(item, "item", "a column");
        required(rows, "rows", "users or items");
        boolean limited = Stream.of(least, greatest, threshold).anyMatch(Objects::nonNull);
        if (rating == null && limited) {
            throw invalid(
                    "Rows without a rating have no range and no threshold",
                    "rating",
                    "set it to a column, or leave out least, greatest and threshold");
        }
        if (least != null && greatest != null) {
            Require.range(
                    least <= greatest,
                    "ratings.greatest",
                    greatest,
                    "a number from ratings.least on");
        }
        long numbers = columns(user, item, rating, time).filter(RatingsSettings::isNumber).count();
        if (format == Format.TEXT
                && numbers != 0
                && numbers != columns(user, item, rating, time).count()) {
            throw invalid(
                    "Some columns are given by name and others by number",
                    "user, item, rating, time",
                    "give all by name where the first line has names, else all by number");
        }
    }

    /** Whether columns are found by the names in the first line, or in Parquet. */
    public boolean isNamed() {
        return format == Format.PARQUET || !isNumber(user);
    }

    private static Stream<String> columns(String... given) {
        return Arrays.stream(given).filter(Objects::nonNull);
    }

    private static boolean isNumber(String column) {
        return NUMBER.matcher(column).matches();
    }

    private static void required(Object value, String key, String wanted) {
        if (value == null || value.equals("") || key.equals("path") && value.toString().isBlank()) {
            throw invalid("The value is missing", key, "set it to " + wanted);
        }
    }

    private static HourglassException invalid(String what, String key, String mend) {
        return new HourglassException(ErrorCode.CONFIGURATION, what, "ratings." + key, mend);
    }

    /** These settings for other files. */
    public RatingsSettings at(String otherPath) {
        return new RatingsSettings(
                otherPath, format, separator, user, item, rating, time, rows, least, greatest,
                threshold);
    }
}
