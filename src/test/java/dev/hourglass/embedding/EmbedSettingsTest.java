package dev.hourglass.embedding;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedSettingsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 3);

    @Test
    void theDateIsTodayUnlessOneIsSet() {
        assertThat(new EmbedSettings(null, 1, false).partition(TODAY)).isEqualTo(TODAY);
        assertThat(new EmbedSettings("2024-02-29", 1, false).partition(TODAY))
                .isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-02-29", "2024-2-9", "29.02.2024", "today", "", "2024-01-01/.."})
    void whatIsNoDateOfTheCalendarIsRefused(String date) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> new EmbedSettings(date, 1, false)))
                .hasMessageContaining("embed.date = " + date);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_537})
    void batchesOutOfRangeAreRefused(int batch) {
        assertThat(failure(ErrorCode.CONFIGURATION, () -> new EmbedSettings(null, batch, false)))
                .hasMessageContaining("embed.batch");
    }
}
