package dev.hourglass.compression.transform;

import dev.hourglass.compression.MitBih;
import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.compression.transform.MitBihWindows.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What a transform's code loses on windows that it was not fitted to.
 *
 * @param bits in all, a window, in the mean
 * @param prdn in percent, of each window
 * @param prd in percent, of each window, with the lead scaled to [0, 1]
 * @param step of the quantiser
 */
record RateDistortion(double bits, SummaryStatistics prdn, SummaryStatistics prd, double step) {
    private static final int WINDOWS = 100;

    /** Fits the transform's code to the training windows' rate and tries it on the test windows. */
    static RateDistortion measure(
            SignalTransform transform, MitBihWindows windows, double bitsPerSample) {
        double samples = transform.samples();
        TransformCoder coder =
                TransformCoder.fitToRate(
                        transform,
                        windows.training(),
                        bitsPerSample - MitBihWindows.SIDE_INFORMATION / samples);
        SummaryStatistics bits = new SummaryStatistics();
        SummaryStatistics prdn = new SummaryStatistics();
        SummaryStatistics prd = new SummaryStatistics();
        double[] decoded = new double[transform.samples()];
        for (Window window : windows.test()) {
            bits.addValue(coder.code(window.samples(), decoded) + MitBihWindows.SIDE_INFORMATION);
            Distortion distortion = new Distortion();
            distortion.add(window.samples(), decoded);
            prdn.addValue(distortion.prdn());
            prd.addValue(distortion.prd((window.least() - window.mean()) / window.deviation()));
        }
        return new RateDistortion(bits.getMean(), prdn, prd, coder.step());
    }

    /** Prints a line for every rate and transform, at the same rate on the test windows. */
    public static void main(String[] arguments) throws Exception {
        MitBihWindows windows = MitBihWindows.draw(MitBih.open(), WINDOWS);
        Map<String, Supplier<SignalTransform>> transforms = new LinkedHashMap<>();
        transforms.put("wavelet", () -> new Wavelet(MitBihWindows.SAMPLES, 6));
        transforms.put("DCT", () -> new Dct(MitBihWindows.SAMPLES));
        transforms.put("PCA", () -> PrincipalComponents.fit(windows.training(), 1000));
        transforms.forEach(
                (name, made) -> {
                    SignalTransform transform = made.get();
                    for (int denominator : List.of(16, 32, 64)) {
                        print(name, denominator, sameRate(transform, windows, 11.0 / denominator));
                    }
                });
    }

    /** Fitted to a rate that the test windows bring to the one wanted. */
    private static RateDistortion sameRate(
            SignalTransform transform, MitBihWindows windows, double bitsPerSample) {
        double wanted = bitsPerSample;
        RateDistortion measured = measure(transform, windows, wanted);
        for (int i = 0; i < 2; i++) {
            wanted *= bitsPerSample * transform.samples() / measured.bits();
            measured = measure(transform, windows, wanted);
        }
        return measured;
    }

    private static void print(String name, int denominator, RateDistortion measured) {
        System.out.printf(
                Locale.ROOT,
                "%s at 11/%d: %.1f bits a window, PRDN %.3f (worst %.1f), PRD %.3f, step %.4f%n",
                name,
                denominator,
                measured.bits(),
                measured.prdn().getMean(),
                measured.prdn().getMax(),
                measured.prd().getMean(),
                measured.step());
    }
}
