package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * The {@code embed} section.
 *
 * @param date the partition's date, YYYY-MM-DD; null for today
 * @param batch rows encoded at once
 * @param reconstructionError whether the decoder runs too, for the error of every row
 */
public record EmbedSettings(String date, int batch, boolean reconstructionError) {
    public EmbedSettings {
        Require.range("embed.batch", batch, 1, 65_536);
        parse(date);
    }

    /**
     * The partition's date.
     *
     * @param today what it is where none was set
     */
    public LocalDate partition(LocalDate today) {
        LocalDate set = parse(date);
        return set == null ? today : set;
    }

    private static LocalDate parse(String date) {
        try {
            return date == null ? null : LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The date is not one of the calendar",
                    "embed.date = " + date,
                    "give YYYY-MM-DD, for example embed.date=2026-11-23",
                    e);
        }
    }
}
