package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.junit.jupiter.api.Test;

class ReportSettingsTest {
    @Test
    void theDefaultsAreValid() {
        Config defaults = ConfigFactory.defaultReference().getConfig("report");
        ReportSettings settings =
                new ReportSettings(defaults.getInt("map-points"), defaults.getInt("samples"));
        assertThat(settings).isEqualTo(new ReportSettings(2000, 10));
    }

    @Test
    void valuesOutOfRangeNameTheirKey() {
        assertRefused(99, 10, "report.map-points");
        assertRefused(100_001, 10, "report.map-points");
        assertRefused(2000, 0, "report.samples");
        assertRefused(2000, 101, "report.samples");
    }

    private static void assertRefused(int mapPoints, int samples, String key) {
        assertThatThrownBy(() -> new ReportSettings(mapPoints, samples))
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
                            assertThat(failure.where()).isEqualTo(key);
                        });
    }
}
