package dev.hourglass.embedding;

import static java.util.Objects.requireNonNull;

import dev.hourglass.network.engine.EngineSettings;

/**
 * What {@code _stream.json} says of a stream: what has to be the same as long as it goes on.
 *
 * @param formatVersion the layout of the folder; this build reads {@link #FORMAT_VERSION}
 * @param model name and version: {@code mnist/3}
 * @param weightsSha256 of the model's weights
 * @param precision in which they are multiplied
 * @param input the folder that files arrive in
 * @param format of the files
 */
record StreamManifest(
        int formatVersion,
        String model,
        String weightsSha256,
        EngineSettings.Precision precision,
        String input,
        StreamSettings.Format format) {
    /** The version of the folder's layout that this build writes. */
    static final int FORMAT_VERSION = 1;

    StreamManifest {
        requireNonNull(model, "model is missing");
        requireNonNull(weightsSha256, "weights_sha256 is missing");
        requireNonNull(precision, "precision is missing");
        requireNonNull(input, "input is missing");
        requireNonNull(format, "format is missing");
    }
}
