package dev.hourglass.compression.batch;

import java.util.Optional;

/**
 * The section {@code decompression} of the configuration.
 *
 * @param path the folder of the containers; null for those that jobs/compress made with the same
 *     configuration
 */
public record DecompressionSettings(String path) {
    /** The folder of the containers, where one is named. */
    public Optional<String> folder() {
        return Optional.ofNullable(path);
    }
}
