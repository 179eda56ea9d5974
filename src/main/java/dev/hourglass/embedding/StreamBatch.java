package dev.hourglass.embedding;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What {@code _manifest.json} says of a published batch of a stream.
 *
 * @param formatVersion the layout of the folder; this build reads {@link #FORMAT_VERSION}
 * @param rows embeddings
 * @param rejected rows that could not be embedded
 * @param created when
 */
public record StreamBatch(int formatVersion, long rows, long rejected, Instant created) {
    /** The version of the folder's layout that this build writes. */
    static final int FORMAT_VERSION = 1;

    public StreamBatch {
        requireNonNull(created, "created is missing");
    }
}
