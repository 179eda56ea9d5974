package dev.hourglass.compression.transform;

import dev.hourglass.compression.MitBih;
import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Random windows of every record's first lead, as a codec would see them: each less its mean, which
 * takes 12 bits, and over its standard deviation, which takes 8. Of the windows of a record, 80 %
 * are for training, 10 % are left for validation, and 10 % are for the test.
 *
 * @param training [window, sample], normalised
 * @param test windows that are not among them
 */
record MitBihWindows(double[][] training, List<Window> test) {
    static final int SAMPLES = 2000;

    /** What mean and standard deviation take. Bits a window. */
    static final int SIDE_INFORMATION = 20;

    private static final long SEED = 1;
    private static final double LEAST_DEVIATION = 0.5;
    private static final double DEVIATIONS = 4096;

    /**
     * A window.
     *
     * @param samples normalised
     * @param mean in ADC units, to half a unit
     * @param deviation in ADC units, one of 256 in a geometric sequence
     * @param least of the whole lead, in ADC units
     */
    record Window(double[] samples, double mean, double deviation, double least) {
        static Window of(double[] units, double least) {
            double mean = Math.round(2 * StatUtils.mean(units)) / 2.0;
            double deviation =
                    Math.max(LEAST_DEVIATION, Math.sqrt(StatUtils.populationVariance(units)));
            double step = Math.log(DEVIATIONS) / 255;
            long number = Math.round(Math.log(deviation / LEAST_DEVIATION) / step);
            double coded = LEAST_DEVIATION * Math.exp(step * number);
            double[] samples = new double[units.length];
            for (int i = 0; i < units.length; i++) {
                samples[i] = (units[i] - mean) / coded;
            }
            return new Window(samples, mean, coded, least);
        }
    }

    /** Draws ten windows a record, or any other multiple of ten. */
    static MitBihWindows draw(MitBih database, int windows)
            throws IOException, MalformedRecordException {
        Random random = new Random(SEED);
        List<double[]> training = new ArrayList<>();
        List<Window> test = new ArrayList<>();
        for (String record : database.records()) {
            double[] lead = database.firstLead(record);
            double least = StatUtils.min(lead);
            List<Integer> numbers =
                    new ArrayList<>(IntStream.range(0, lead.length / SAMPLES).boxed().toList());
            Collections.shuffle(numbers, random);
            for (int i = 0; i < windows; i++) {
                double[] units = new double[SAMPLES];
                System.arraycopy(lead, SAMPLES * numbers.get(i), units, 0, SAMPLES);
                Window window = Window.of(units, least);
                if (i < windows * 8 / 10) {
                    training.add(window.samples());
                } else if (i >= windows * 9 / 10) {
                    test.add(window);
                }
            }
        }
        return new MitBihWindows(training.toArray(double[][]::new), test);
    }
}
