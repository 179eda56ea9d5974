package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import java.time.Duration;

/**
 * The {@code nightly} section.
 *
 * @param version of the model; null for the newest
 * @param waitMinutes how long a job waits for another one of the same name
 * @param drift what keeps embeddings from being published
 * @param keep which older ones are not deleted
 */
public record NightlySettings(
        Integer version, double waitMinutes, DriftLimits drift, RetentionSettings keep) {
    public NightlySettings {
        if (version != null) {
            Require.range("nightly.version", version, 1, Integer.MAX_VALUE);
        }
        Require.range("nightly.wait-minutes", waitMinutes, 0, 100_000);
    }

    /** How long a job waits for another one of the same name. */
    public Duration patience() {
        return Duration.ofMillis(Math.round(waitMinutes * 60_000));
    }
}
