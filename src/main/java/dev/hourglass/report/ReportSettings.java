package dev.hourglass.report;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * The section {@code report} of the configuration.
 *
 * @param mapPoints rows drawn in the embedding map, 100 to 100,000
 * @param samples originals shown over their reconstructions, and worst samples shown, 1 to 100
 */
public record ReportSettings(int mapPoints, int samples) {
    public ReportSettings {
        requireRange("report.map-points", mapPoints, 100, 100_000);
        requireRange("report.samples", samples, 1, 100);
    }

    private static void requireRange(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "%d is out of range".formatted(value),
                    key,
                    "set it to a whole number from %d to %d".formatted(least, most));
        }
    }
}
