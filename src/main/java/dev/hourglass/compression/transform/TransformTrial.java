package dev.hourglass.compression.transform;

import dev.hourglass.compression.quality.Distortion;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The code of a transform on windows that it was not fitted to. The transforms of all windows are
 * kept, as they are the same with every step.
 */
public final class TransformTrial implements StepTrial {
    private final SignalTransform transform;
    private final double[][] training;
    private final double[][] windows;
    private final double[][] coefficients;

    /** Of the last step. */
    private Optional<TransformCoder> fitted = Optional.empty();

    /**
     * @param training windows to which quantiser and code lengths are fitted, [window, sample], at
     *     least one
     * @param windows to try, [window, sample], at least one
     * @throws IllegalArgumentException where windows are not finite or of another length
     */
    public TransformTrial(SignalTransform transform, double[][] training, double[][] windows) {
        this.transform = transform;
        this.training = transform.forward(training);
        this.windows = windows;
        this.coefficients = transform.forward(windows);
    }

    @Override
    public double bits(double step) {
        return Arrays.stream(coefficients).mapToDouble(fitted(step)::bits).average().orElseThrow();
    }

    @Override
    public SummaryStatistics prdn(double step) {
        TransformCoder coder = fitted(step);
        double[] decoded = new double[transform.samples()];
        SummaryStatistics prdn = new SummaryStatistics();
        for (int i = 0; i < windows.length; i++) {
            coder.code(coefficients[i], decoded);
            Distortion distortion = new Distortion();
            distortion.add(windows[i], decoded);
            prdn.addValue(distortion.prdn());
        }
        return prdn;
    }

    private TransformCoder fitted(double step) {
        TransformCoder coder =
                fitted.filter(last -> last.step() == step)
                        .orElseGet(() -> TransformCoder.fit(transform, training, step));
        fitted = Optional.of(coder);
        return coder;
    }
}
