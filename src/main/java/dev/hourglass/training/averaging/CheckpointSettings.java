package dev.hourglass.training.averaging;

import dev.hourglass.config.Require;

/**
 * The {@code checkpoint} section.
 *
 * @param rounds after which one is written; null for not
 * @param minutes after which one is written at the end of the round; null for not
 * @param keep the latest ones that are kept
 */
public record CheckpointSettings(Integer rounds, Double minutes, int keep) {
    public CheckpointSettings {
        if (rounds != null) {
            Require.range("checkpoint.rounds", rounds, 1, 1_000_000_000);
        }
        if (minutes != null) {
            Require.range(
                    minutes > 0 && minutes <= 100_000,
                    "checkpoint.minutes",
                    minutes,
                    "a number above 0, to 100000");
        }
        Require.range("checkpoint.keep", keep, 1, 1000);
    }
}
