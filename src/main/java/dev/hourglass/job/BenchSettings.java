package dev.hourglass.job;

import dev.hourglass.config.Require;

/**
 * The section {@code bench}.
 *
 * @param rows that are embedded or clustered, or ratings that lists are made of
 */
record BenchSettings(int rows) {
    private static final int FEWER = 10;

    BenchSettings {
        Require.range("bench.rows", rows, 1000, 1_000_000_000);
    }

    /** A tenth of the rows, with whose memory that of all is compared, and all. */
    int[] counts() {
        return new int[] {rows / FEWER, rows};
    }
}
