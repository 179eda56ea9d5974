package dev.hourglass.reproduce;

import dev.hourglass.config.Require;

/**
 * The section {@code reproduce.faults} of the configuration.
 *
 * @param runs trainings that are disturbed
 */
public record FaultsSettings(int runs) {
    public FaultsSettings {
        Require.range("reproduce.faults.runs", runs, 1, 10_000);
    }
}
