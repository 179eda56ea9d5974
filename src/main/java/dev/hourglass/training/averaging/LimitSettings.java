package dev.hourglass.training.averaging;

import dev.hourglass.config.Require;
import java.time.Duration;

/**
 * The {@code limit} section.
 *
 * @param roundMinutes longest time for an averaging round
 */
public record LimitSettings(double roundMinutes) {
    public LimitSettings {
        Require.range(
                roundMinutes > 0 && roundMinutes <= 100_000,
                "limit.round-minutes",
                roundMinutes,
                "a number above 0, to 100000");
    }

    /** Longest time for an averaging round. */
    public Duration round() {
        return Duration.ofMillis(Math.round(roundMinutes * 60_000));
    }
}
