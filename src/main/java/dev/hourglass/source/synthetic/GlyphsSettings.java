package dev.hourglass.source.synthetic;

import dev.hourglass.config.Require;
import java.io.Serializable;

/**
 * The section {@code glyphs} of the configuration.
 *
 * @param count images to generate, 1 to 1,000,000,000
 * @param width pixels, 8 to 512
 * @param height pixels, 8 to 512
 * @param noise standard deviation of the pixels' noise, intensity 0 to 1
 */
public record GlyphsSettings(int count, int width, int height, double noise)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION, naming the key, where a
     *     value is out of range
     */
    public GlyphsSettings {
        Require.range("glyphs.count", count, 1, 1_000_000_000);
        Require.range("glyphs.width", width, 8, 512);
        Require.range("glyphs.height", height, 8, 512);
        Require.range("glyphs.noise", noise, 0, 1);
    }
}
