package dev.hourglass.recommendation;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The section {@code recommend.items} of the configuration: what the items are called, for people
 * to read. Columns are given by their names or, without a line of names, by their numbers from 1
 * on.
 *
 * @param path the file of text, or the folder of files; null where there is none
 * @param separator of the columns, one character or more
 * @param encoding of the text, as Java names it
 * @param id the column of the id that the ratings have
 * @param title the column of the title; null for none
 * @param genre the column of the genres, of which the first counts; null for none
 * @param flags columns that say 1 where an item is of a genre; the first of these counts
 */
public record ItemSettings(
        String path,
        String separator,
        String encoding,
        String id,
        String title,
        String genre,
        List<Flag> flags) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /** A genre and the column that says whether an item is of it. */
    public record Flag(String genre, String column) {}

    public ItemSettings {
        flags = List.copyOf(flags);
        if (path != null) {
            required(path, "path", "a file or a folder, or to null");
            required(separator, "separator", "what is between two columns");
            required(encoding, "encoding", "that of the file, as UTF-8");
            required(id, "id", "a column");
            for (Flag flag : flags) {
                required(flag.genre(), "flags", "a list of genre and column");
                required(flag.column(), "flags", "a list of genre and column");
            }
            if (genre != null && !flags.isEmpty()) {
                throw invalid("Genres are given twice", "genre", "set it to null, or flags to []");
            }
            if (!isSupported(encoding)) {
                throw invalid(
                        "There is no encoding " + encoding,
                        "encoding",
                        "give one that Java knows, as UTF-8 or ISO-8859-1");
            }
            long numbers = columns(id, title, genre, flags).filter(ItemSettings::isNumber).count();
            if (numbers != 0 && numbers != columns(id, title, genre, flags).count()) {
                throw invalid(
                        "Some columns are given by name and others by number",
                        "id, title, genre, flags",
                        "give all by name where the first line has names, else all by number");
            }
        }
    }

    /** Whether columns are found by the names in the first line. */
    boolean hasNames() {
        return !isNumber(id);
    }

    private static Stream<String> columns(String id, String title, String genre, List<Flag> flags) {
        return Stream.concat(
                        Stream.of(id),
                        Stream.concat(
                                Stream.of(Optional.ofNullable(title), Optional.ofNullable(genre))
                                        .flatMap(Optional::stream),
                                flags.stream().map(Flag::column)))
                .filter(Objects::nonNull);
    }

    private static boolean isNumber(String column) {
        return NUMBER.matcher(column).matches();
    }

    private static boolean isSupported(String encoding) {
        try {
            return Charset.isSupported(encoding);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static void required(String value, String key, String wanted) {
        if (value == null || value.isEmpty() || key.equals("path") && value.isBlank()) {
            throw invalid("The value is missing", key, "set it to " + wanted);
        }
    }

    private static HourglassException invalid(String what, String key, String mend) {
        return new HourglassException(
                ErrorCode.CONFIGURATION, what, "recommend.items." + key, mend);
    }
}
