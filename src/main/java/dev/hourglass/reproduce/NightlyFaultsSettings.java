package dev.hourglass.reproduce;

import dev.hourglass.config.Require;

/**
 * The section {@code reproduce.nightly-faults} of the configuration.
 *
 * @param runs nightly extractions that are killed
 */
public record NightlyFaultsSettings(int runs) {
    public NightlyFaultsSettings {
        Require.range("reproduce.nightly-faults.runs", runs, 1, 10_000);
    }
}
