package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.WfdbSettings.Segmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WfdbSettingsTest {
    @Test
    void aSampleIsAsLongAsItsWindowOrItsBeat() {
        assertThat(settings(Segmentation.WINDOWS, 2000, 500, 90, 110, "atr").length())
                .isEqualTo(2000);
        assertThat(settings(Segmentation.BEATS, 2000, 500, 90, 110, "atr").length()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "WINDOWS, 0,       1,       0,      1,      atr,    wfdb.window",
        "WINDOWS, 1000001, 1,       0,      1,      atr,    wfdb.window",
        "WINDOWS, 1,       0,       0,      1,      atr,    wfdb.stride",
        "WINDOWS, 1,       1000001, 0,      1,      atr,    wfdb.stride",
        "WINDOWS, 1,       1,       -1,     1,      atr,    wfdb.before",
        "BEATS,   1,       1,       100001, 1,      atr,    wfdb.before",
        "BEATS,   1,       1,       0,      100001, atr,    wfdb.after",
        "BEATS,   1,       1,       0,      0,      atr,    wfdb.after",
        "BEATS,   1,       1,       0,      1,      ,       wfdb.annotator",
        "WINDOWS, 1,       1,       0,      1,      ../atr, wfdb.annotator",
        ",        1,       1,       0,      1,      atr,    wfdb.segment"
    })
    void namesTheKeyThatIsOutOfRange(
            Segmentation segment,
            int window,
            int stride,
            int before,
            int after,
            String annotator,
            String key) {
        HourglassException failure =
                catchThrowableOfType(
                        HourglassException.class,
                        () -> settings(segment, window, stride, before, after, annotator));

        assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
        assertThat(failure.where()).isEqualTo(key);
    }

    @Test
    void asksForTheFolderOnlyWhereRecordsAreRead() {
        WfdbSettings settings =
                new WfdbSettings(null, null, Segmentation.WINDOWS, 1, 1, 0, 1, false, false, null);

        HourglassException failure =
                catchThrowableOfType(HourglassException.class, () -> new WfdbSource(settings));
        assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
        assertThat(failure.where()).isEqualTo("wfdb.path");
    }

    @Test
    void refusesToScaleSamplesInTwoWays() {
        HourglassException failure =
                catchThrowableOfType(
                        HourglassException.class,
                        () ->
                                new WfdbSettings(
                                        "a",
                                        null,
                                        Segmentation.WINDOWS,
                                        1,
                                        1,
                                        0,
                                        1,
                                        true,
                                        true,
                                        null));
        assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
        assertThat(failure.where()).isEqualTo("wfdb.unit-range");
    }

    private static WfdbSettings settings(
            Segmentation segment, int window, int stride, int before, int after, String annotator) {
        return new WfdbSettings(
                "records", "MLII", segment, window, stride, before, after, false, false, annotator);
    }
}
