package dev.hourglass.dataset;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * The {@code ingest} section.
 *
 * @param shards files of each split, 1 to 10,000
 * @param maxRejected share of the input that may be rejected, 0 to 1
 * @param validation share of the open rows that go to the validation split
 * @param test share of the open rows that go to the test split
 * @param rowGroupBytes Parquet row-group size
 */
public record IngestSettings(
        int shards, double maxRejected, double validation, double test, long rowGroupBytes) {
    public IngestSettings {
        check(shards >= 1 && shards <= 10_000, "shards", shards, "1 to 10000");
        check(maxRejected >= 0 && maxRejected <= 1, "max-rejected", maxRejected, "0 to 1");
        check(validation >= 0 && validation < 1, "validation", validation, "0 to below 1");
        check(test >= 0 && test < 1, "test", test, "0 to below 1");
        check(validation + test < 1, "validation", validation, "below 1 together with ingest.test");
        check(
                rowGroupBytes >= 1 << 16 && rowGroupBytes <= 1 << 30,
                "row-group-bytes",
                rowGroupBytes,
                "65536 to 1073741824");
    }

    private static void check(boolean holds, String key, Number value, String range) {
        if (!holds) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A configuration value is out of range",
                    "ingest." + key + " = " + value,
                    "give " + range);
        }
    }
}
