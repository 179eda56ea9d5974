package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.IdxSettings;
import dev.hourglass.source.IdxSource;
import dev.hourglass.source.ImageFolderSettings;
import dev.hourglass.source.ImageFolderSource;
import dev.hourglass.source.SampleSource;

/** The sources by the names that the key {@code source} has for them. */
final class Sources {
    private Sources() {}

    static SampleSource open(Configuration configuration) {
        String source = configuration.common().sourceName().orElse("(not set)");
        return switch (source) {
            case "idx" -> new IdxSource(configuration.section("idx", IdxSettings.class));
            case "images" ->
                    new ImageFolderSource(
                            configuration.section("images", ImageFolderSettings.class));
            default ->
                    throw new HourglassException(
                            ErrorCode.CONFIGURATION,
                            "There is no source of this name",
                            "source = " + source,
                            "choose idx, images, wfdb, ecgsyn or glyphs");
        };
    }
}
