package dev.hourglass.dataset;

import dev.hourglass.config.Require;

/**
 * The {@code ingest} section.
 *
 * @param shards files of each split, 1 to 10,000
 * @param maxRejected share of the input that may be rejected, 0 to 1
 * @param keepSplits whether rows that the source binds to a split stay in it; the others are open
 * @param validation share of the open rows that go to the validation split
 * @param test share of the open rows that go to the test split
 * @param rowGroupBytes Parquet row-group size
 */
public record IngestSettings(
        int shards,
        double maxRejected,
        boolean keepSplits,
        double validation,
        double test,
        long rowGroupBytes) {
    public IngestSettings {
        Require.range("ingest.shards", shards, 1, 10_000);
        Require.range("ingest.max-rejected", maxRejected, 0, 1);
        Require.range("ingest.validation", validation, 0, 1);
        Require.range("ingest.test", test, 0, 1);
        Require.range(
                validation + test < 1,
                "ingest.validation + ingest.test",
                validation + test,
                "shares that leave something to train on: below 1 together");
        Require.range("ingest.row-group-bytes", rowGroupBytes, 1 << 16, 1 << 30);
    }
}
