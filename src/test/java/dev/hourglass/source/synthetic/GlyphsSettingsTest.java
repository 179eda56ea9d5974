package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlyphsSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "count, 0, 28, 28, 0.05",
        "count, 1000000001, 28, 28, 0.05",
        "width, 10, 7, 28, 0.05",
        "width, 10, 513, 28, 0.05",
        "height, 10, 28, 7, 0.05",
        "height, 10, 28, 513, 0.05",
        "noise, 10, 28, 28, -0.01",
        "noise, 10, 28, 28, 1.01",
        "noise, 10, 28, 28, NaN"
    })
    void aBadValueIsRefusedWithItsKey(String key, int count, int width, int height, double noise) {
        assertThatThrownBy(() -> new GlyphsSettings(count, width, height, noise))
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
                            assertThat(failure.where()).isEqualTo("glyphs." + key);
                        });
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        assertThatCode(() -> new GlyphsSettings(1, 8, 8, 0)).doesNotThrowAnyException();
        assertThatCode(() -> new GlyphsSettings(1_000_000_000, 512, 512, 1))
                .doesNotThrowAnyException();
    }
}
