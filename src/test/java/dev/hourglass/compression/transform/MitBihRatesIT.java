package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.MitBih;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The codes of transforms on the MIT-BIH Arrhythmia Database. */
@Tag("real-data")
class MitBihRatesIT {
    @Test
    void aWaveletKeepsNineTenthsOfTheAmplitudeAtAThirtySecondOfTheBits() throws Exception {
        MitBihWindows windows = MitBihWindows.draw(MitBih.open(), 10);

        RateDistortion measured =
                RateDistortion.measure(new Wavelet(MitBihWindows.SAMPLES, 6), windows, 11 / 32.0);

        assertThat(windows.test()).hasSameSizeAs(MitBih.open().records());
        assertThat(measured.bits()).isCloseTo(687.5, within(15.0));
        assertThat(measured.prdn().getMean()).isLessThan(11.5);
        assertThat(measured.prd().getMean()).isLessThan(2);
    }
}
