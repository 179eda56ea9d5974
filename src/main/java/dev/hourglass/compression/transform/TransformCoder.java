package dev.hourglass.compression.transform;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A lossy code for windows of a signal: a transform, a uniform quantiser, and ideal code lengths
 * fitted to training windows, which a range coder comes close to. What an autoencoder's code is
 * measured against.
 *
 * <p>A coefficient's code length depends on its group and on its neighbours, see {@link Contexts}.
 * The quantiser takes, of the nearest multiple of the step, the next smaller one and 0, the one
 * whose squared error and code length cost least together. Quantiser and code lengths are fitted to
 * each other in turn, as for the entropy-constrained quantiser of Chou, Lookabaugh and Gray 1989.
 *
 * <p>An instance serves one thread at a time.
 */
public final class TransformCoder {
    /**
     * The price of a bit in squared steps. A fine quantiser with step Δ leaves D = Δ²/12, and one
     * more bit divides that by 4, so that −dD/dR = 2 ln 2 · D.
     */
    private static final double BIT_PRICE = Math.log(2) / 6;

    /** How often quantiser and code lengths are fitted. */
    private static final int ROUNDS = 6;

    /** What the finest step may be of the coarsest. */
    private static final double FINEST = 0x1p-24;

    /** The accuracy of a step that leads to a rate. */
    private static final double STEP_TOLERANCE = 5e-4;

    private final SignalTransform transform;
    private final Contexts contexts;
    private final double step;
    private final double[] coefficients;
    private final int[] magnitudes;

    /** By context. */
    private final CodeLengths[] codes;

    private TransformCoder(SignalTransform transform, double step) {
        this.transform = transform;
        this.contexts = new Contexts(transform);
        this.step = step;
        this.coefficients = new double[transform.coefficients()];
        this.magnitudes = new int[transform.coefficients()];
        this.codes = new CodeLengths[contexts.count()];
    }

    /**
     * Fits quantiser and code lengths.
     *
     * @param windows for training, [window, sample], at least one
     * @param step of the quantiser, in the unit of the samples
     * @throws IllegalArgumentException where the windows are not finite or of another length, or
     *     the step is not above 0
     */
    public static TransformCoder fit(SignalTransform transform, double[][] windows, double step) {
        if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The quantiser's step is " + step);
        }
        return fitted(transform, transformed(transform, windows), step);
    }

    /**
     * Fits quantiser and code lengths, with the finest step at which the training windows take no
     * more than so many bits, found by bisection.
     *
     * @param windows for training, [window, sample], at least one
     * @param bitsPerSample in the mean
     * @throws IllegalArgumentException where the windows are not finite or of another length, or
     *     even windows of zeros take more bits
     */
    public static TransformCoder fitToRate(
            SignalTransform transform, double[][] windows, double bitsPerSample) {
        double[][] transformed = transformed(transform, windows);
        double largest =
                Arrays.stream(transformed).mapToDouble(TransformCoder::largest).max().orElse(0);
        double bits = bitsPerSample * transform.samples();
        // Where all is quantised to 0: half of a step is more than the largest coefficient.
        double coarse = Math.max(2.5 * largest, Double.MIN_NORMAL);
        double fine = coarse * FINEST;
        TransformCoder coder = fitted(transform, transformed, coarse);
        if (!(coder.meanBits(transformed) <= bits)) {
            throw new IllegalArgumentException(
                    "No step leads to " + bitsPerSample + " bits a sample");
        }
        while (coarse / fine > 1 + STEP_TOLERANCE) {
            double step = Math.sqrt(fine) * Math.sqrt(coarse);
            TransformCoder finer = fitted(transform, transformed, step);
            if (finer.meanBits(transformed) <= bits) {
                coder = finer;
                coarse = step;
            } else {
                fine = step;
            }
        }
        return coder;
    }

    /** The quantiser's step, in the unit of the samples. */
    public double step() {
        return step;
    }

    /**
     * Codes a window and decodes it again.
     *
     * @param window its samples, left as they are
     * @param reconstruction receives the decoded samples; may be {@code window} itself
     * @return the length of the code in bits
     */
    public double code(double[] window, double[] reconstruction) {
        transform.forward(window, coefficients);
        double bits = quantise(coefficients);
        for (int i = 0; i < magnitudes.length; i++) {
            coefficients[i] = Math.copySign(magnitudes[i] * step, coefficients[i]);
        }
        transform.inverse(coefficients, reconstruction);
        return bits;
    }

    private static double[][] transformed(SignalTransform transform, double[][] windows) {
        if (windows.length == 0) {
            throw new IllegalArgumentException("There are no windows to fit a code to");
        }
        requireFinite(windows, transform.samples());
        double[][] transformed = new double[windows.length][transform.coefficients()];
        for (int i = 0; i < windows.length; i++) {
            transform.forward(windows[i], transformed[i]);
        }
        return transformed;
    }

    static void requireFinite(double[][] windows, int samples) {
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].length != samples
                    || !DoubleStream.of(windows[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "Window %d is not %d finite samples".formatted(i, samples));
            }
        }
    }

    private static double largest(double[] values) {
        return DoubleStream.of(values).map(Math::abs).max().orElse(0);
    }

    private static TransformCoder fitted(
            SignalTransform transform, double[][] transformed, double step) {
        TransformCoder coder = new TransformCoder(transform, step);
        long[][] counts = new long[coder.codes.length][CodeLengths.MAGNITUDES];
        for (int round = 0; round < ROUNDS; round++) {
            for (double[] values : transformed) {
                coder.quantise(values);
                coder.count(counts);
            }
            for (int i = 0; i < counts.length; i++) {
                coder.codes[i] = new CodeLengths(counts[i]);
                Arrays.fill(counts[i], 0);
            }
        }
        return coder;
    }

    private double meanBits(double[][] transformed) {
        return Arrays.stream(transformed).mapToDouble(this::quantise).average().orElseThrow();
    }

    /** Fills {@link #magnitudes}; returns the bits they take, 0 before there are code lengths. */
    private double quantise(double[] values) {
        double bits = 0;
        for (int i = 0; i < magnitudes.length; i++) {
            double value = Math.abs(values[i]) / step;
            int nearest = (int) (value + 0.5);
            CodeLengths code = codes[contexts.of(i, magnitudes)];
            if (code == null) {
                magnitudes[i] = nearest;
            } else {
                magnitudes[i] = nearest == 0 ? 0 : cheapest(value, nearest, code);
                bits += code.bits(magnitudes[i]);
            }
        }
        return bits;
    }

    private static int cheapest(double value, int nearest, CodeLengths code) {
        int cheapest = 0;
        double least = cost(value, 0, code);
        for (int magnitude = Math.max(1, nearest - 1); magnitude <= nearest; magnitude++) {
            double cost = cost(value, magnitude, code);
            if (cost < least) {
                least = cost;
                cheapest = magnitude;
            }
        }
        return cheapest;
    }

    private static double cost(double value, int magnitude, CodeLengths code) {
        double error = value - magnitude;
        return error * error + BIT_PRICE * code.bits(magnitude);
    }

    private void count(long[][] counts) {
        for (int i = 0; i < magnitudes.length; i++) {
            int counted = Math.min(magnitudes[i], CodeLengths.MAGNITUDES - 1);
            counts[contexts.of(i, magnitudes)][counted]++;
        }
    }
}
