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

    private final SignalTransform transform;
    private final Contexts contexts;
    private final double step;
    private final int[] magnitudes;

    /** By context. */
    private final CodeLengths[] codes;

    private TransformCoder(SignalTransform transform, double step) {
        this.transform = transform;
        this.contexts = new Contexts(transform);
        this.step = step;
        this.magnitudes = new int[transform.coefficients()];
        this.codes = new CodeLengths[contexts.count()];
    }

    /**
     * Fits quantiser and code lengths.
     *
     * @param training coefficients of windows, [window, coefficient], at least one
     * @param step of the quantiser, in the unit of the coefficients
     * @throws IllegalArgumentException where there are no windows, or the step is not above 0
     */
    public static TransformCoder fit(SignalTransform transform, double[][] training, double step) {
        if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The quantiser's step is " + step);
        }
        if (training.length == 0) {
            throw new IllegalArgumentException("There are no windows to fit a code to");
        }
        TransformCoder coder = new TransformCoder(transform, step);
        long[][] counts = new long[coder.codes.length][CodeLengths.MAGNITUDES];
        for (int round = 0; round < ROUNDS; round++) {
            for (double[] values : training) {
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

    /** The quantiser's step, in the unit of the coefficients. */
    double step() {
        return step;
    }

    /** The length of a window's code in bits, from its coefficients, which are left as they are. */
    public double bits(double[] coefficients) {
        return quantise(coefficients);
    }

    /**
     * Codes a window and decodes it again.
     *
     * @param coefficients of the window, left as they are
     * @param reconstruction receives the decoded samples
     * @return the length of the code in bits
     */
    public double code(double[] coefficients, double[] reconstruction) {
        double bits = quantise(coefficients);
        double[] decoded = new double[magnitudes.length];
        for (int i = 0; i < magnitudes.length; i++) {
            decoded[i] = Math.copySign(magnitudes[i] * step, coefficients[i]);
        }
        transform.inverse(decoded, reconstruction);
        return bits;
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
