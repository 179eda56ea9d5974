package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    @Test
    void takesSamplesToPhysicalUnits() {
        Calibration calibration = new Calibration(200, 1024, "mV");

        assertThat(calibration.physical(995)).isEqualTo(-0.145);
        assertThat(995 * calibration.scale() + calibration.offset())
                .isEqualTo(-0.145, within(1e-12));
        assertThat(new Calibration(1, Integer.MIN_VALUE, "K").physical(Integer.MAX_VALUE))
                .isEqualTo(4294967295.0);
        assertThat(new Calibration(1, Integer.MIN_VALUE, "K").offset()).isEqualTo(2147483648.0);
    }

    @ParameterizedTest
    @CsvSource({
        "V,  1000000, 2000",
        "mV, 1000,    2000",
        "uV, 1,       2000",
        "µV, 1,       2000",
        "μV, 1,       2000"
    })
    void bringsVoltagesToMillivolts(String unit, double gain, int sample) {
        Calibration calibration = new Calibration(gain, 0, unit).inMillivolts();

        assertThat(calibration.unit()).isEqualTo("mV");
        assertThat(calibration.physical(sample)).isEqualTo(2);
    }

    @Test
    void leavesOtherUnitsAsTheyAre() {
        Calibration calibration = new Calibration(10, 3, "mmHg");

        assertThat(calibration.inMillivolts()).isEqualTo(calibration);
    }
}
