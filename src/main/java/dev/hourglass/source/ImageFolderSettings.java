package dev.hourglass.source;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;

/**
 * The {@code images} section of the configuration: which images to read, and what to bring them to.
 *
 * @param path the folder
 * @param testPath a folder of images that all go to the test split; null for none
 * @param width of every tensor, pixels, 1 to 4096
 * @param height of every tensor, pixels, 1 to 4096
 * @param colour the channels kept
 * @param fit how another shape is brought to width × height
 * @param maxPixels an image of more is rejected before it is decoded, 1 to 2,000,000,000
 */
public record ImageFolderSettings(
        String path, String testPath, int width, int height, Colour colour, Fit fit, int maxPixels)
        implements Serializable {
    private static final int MAX_SIDE = 4096;
    private static final int MAX_PIXELS = 2_000_000_000;

    public ImageFolderSettings {
        if (path == null || path.isBlank()) {
            throw invalid("No folder is named", "images.path", "set it to a folder of images");
        }
        if (testPath != null && testPath.isBlank()) {
            throw invalid(
                    "The path is empty", "images.test-path", "name a folder, or leave the key out");
        }
        Require.range("images.width", width, 1, MAX_SIDE);
        Require.range("images.height", height, 1, MAX_SIDE);
        if (colour == null) {
            throw invalid("The colour is not set", "images.colour", "set it to grey or rgb");
        }
        if (fit == null) {
            throw invalid("The fit is not set", "images.fit", "set it to resize or crop");
        }
        Require.range("images.max-pixels", maxPixels, 1, MAX_PIXELS);
    }

    private static HourglassException invalid(String what, String key, String mend) {
        return new HourglassException(ErrorCode.CONFIGURATION, what, key, mend);
    }

    /** The channels of a tensor. */
    public enum Colour {
        /** One channel: luma after Rec. 601. */
        GREY(1),
        /** Red, green, blue. */
        RGB(3);

        private final int channels;

        Colour(int channels) {
            this.channels = channels;
        }

        /** Values a pixel has. */
        public int channels() {
            return channels;
        }
    }

    /** How an image of another shape becomes a tensor of the shape asked for. */
    public enum Fit {
        /** The whole image, stretched. */
        RESIZE,
        /** Scaled until it covers the shape, then cut to the centre. */
        CROP
    }
}
