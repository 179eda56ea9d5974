package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.IdxSettings;
import dev.hourglass.source.IdxSource;
import dev.hourglass.source.ImageFolderSettings;
import dev.hourglass.source.ImageFolderSource;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.source.RatingsSource;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.WfdbSettings;
import dev.hourglass.source.WfdbSource;
import dev.hourglass.source.synthetic.EcgsynSettings;
import dev.hourglass.source.synthetic.EcgsynSource;
import dev.hourglass.source.synthetic.GlyphsSettings;
import dev.hourglass.source.synthetic.GlyphsSource;

/** The sources by the names that the key {@code source} has for them. */
final class Sources {
    private Sources() {}

    static SampleSource open(Configuration configuration) {
        String source =
                configuration
                        .common()
                        .sourceName()
                        .orElseThrow(() -> unknown("source is not set", "source"));
        return switch (source) {
            case "idx" -> new IdxSource(configuration.section("idx", IdxSettings.class));
            case "images" ->
                    new ImageFolderSource(
                            configuration.section("images", ImageFolderSettings.class));
            case "ratings" ->
                    new RatingsSource(configuration.section("ratings", RatingsSettings.class));
            case "wfdb" -> new WfdbSource(configuration.section("wfdb", WfdbSettings.class));
            case "ecgsyn" ->
                    new EcgsynSource(
                            configuration.section("ecgsyn", EcgsynSettings.class),
                            configuration.common().seed());
            case "glyphs" ->
                    new GlyphsSource(
                            configuration.section("glyphs", GlyphsSettings.class),
                            configuration.common().seed());
            default -> throw unknown("There is no source of this name", "source = " + source);
        };
    }

    private static HourglassException unknown(String what, String where) {
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                what,
                where,
                "choose idx, images, wfdb, ratings, ecgsyn or glyphs");
    }
}
