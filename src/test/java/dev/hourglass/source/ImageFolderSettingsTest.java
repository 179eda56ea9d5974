package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.ImageFolderSettings.Colour;
import dev.hourglass.source.ImageFolderSettings.Fit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ImageFolderSettingsTest {
    @Test
    void foldersMustBeNamed() {
        assertRefused("images.path", () -> settings(null, null, 1, 1, 1));
        assertRefused("images.path", () -> settings(" ", null, 1, 1, 1));
        assertRefused("images.test-path", () -> settings("a", "", 1, 1, 1));
    }

    @Test
    void sizesMustBeInRange() {
        assertRefused("images.width", () -> settings("a", null, 0, 1, 1));
        assertRefused("images.height", () -> settings("a", null, 1, 4097, 1));
        assertRefused("images.max-pixels", () -> settings("a", null, 1, 1, 0));
        assertRefused("images.max-pixels", () -> settings("a", null, 1, 1, 2_000_000_001));
    }

    @Test
    void theLargestSizesAreAccepted() {
        assertThat(settings("a", "b", 4096, 4096, 2_000_000_000).width()).isEqualTo(4096);
    }

    private static void assertRefused(String key, ThrowingCallable construction) {
        HourglassException refusal = catchThrowableOfType(HourglassException.class, construction);
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION);
        assertThat(refusal.where()).isEqualTo(key);
    }

    private static ImageFolderSettings settings(
            String path, String testPath, int width, int height, int maxPixels) {
        return new ImageFolderSettings(
                path, testPath, width, height, Colour.GREY, Fit.RESIZE, maxPixels);
    }
}
