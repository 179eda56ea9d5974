package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.compression.transform.TransformTrial;
import dev.hourglass.compression.transform.Wavelet;
import dev.hourglass.source.SignalScale;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code of a transform on windows of all records of the MIT-BIH Arrhythmia Database. */
@Tag("real-data")
class MitBihRatesIT {
    private static final int SAMPLES = 2000;
    private static final int WINDOWS = 10;

    @Test
    void aWaveletKeepsNineTenthsOfTheAmplitudeAtAThirtySecondOfTheBits() throws Exception {
        MitBih database = MitBih.open();
        List<double[]> training = new ArrayList<>();
        List<double[]> test = new ArrayList<>();
        for (String record : database.records()) {
            double[] lead = database.firstLead(record);
            for (int i = 0; i < WINDOWS; i++) {
                int from = (lead.length - SAMPLES) / WINDOWS * i;
                (i == 7 ? test : training).add(standardised(lead, from));
            }
        }
        TransformTrial wavelet =
                new TransformTrial(
                        new Wavelet(SAMPLES, 6),
                        training.toArray(double[][]::new),
                        test.toArray(double[][]::new));

        assertThat(
                        new RateSearch(SAMPLES, RateDistortion.SIDE_INFORMATION, () -> {})
                                .points("wavelet", wavelet))
                .filteredOn(point -> point.ratio() == 32)
                .singleElement()
                .satisfies(point -> assertThat(point.prdn()).isBetween(8.0, 11.5));
    }

    private static double[] standardised(double[] lead, int from) {
        float[] window = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            window[i] = (float) lead[from + i];
        }
        SignalScale.of(window).standardise(window);
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = window[i];
        }
        return samples;
    }
}
