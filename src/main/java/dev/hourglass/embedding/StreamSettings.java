package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Locale;

/**
 * The {@code stream} section: what {@code jobs/embed --stream} reads.
 *
 * @param input the folder whose files are read; null where nothing is streamed
 * @param format of the files
 * @param maxFiles that are embedded and published at once
 * @param interval seconds from one look for new files to the next
 */
public record StreamSettings(String input, Format format, int maxFiles, double interval) {
    public StreamSettings {
        Require.range("stream.max-files", maxFiles, 1, 1_000_000);
        Require.range("stream.interval", interval, 0, 86_400);
    }

    /** The formats of files that can be read. */
    public enum Format {
        PARQUET,
        JSON;

        /** As Spark and the configuration call it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The folder whose files are read.
     *
     * @throws HourglassException with CONFIGURATION where none was set
     */
    public String folder() {
        if (input == null || input.isBlank()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "No folder is set whose files could be embedded",
                    "stream.input",
                    "give one: stream.input=/data/incoming");
        }
        return input;
    }
}
