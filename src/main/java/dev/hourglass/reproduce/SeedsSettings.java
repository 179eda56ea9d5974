package dev.hourglass.reproduce;

import dev.hourglass.config.Require;

/**
 * The sections of the configuration of works whose figures depend on luck.
 *
 * @param seeds how many times all is done, each with another seed
 */
public record SeedsSettings(int seeds) {
    public SeedsSettings {
        Require.range("seeds", seeds, 1, 100);
    }
}
