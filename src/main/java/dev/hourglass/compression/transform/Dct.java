package dev.hourglass.compression.transform;

import java.util.stream.IntStream;
import org.jtransforms.dct.DoubleDCT_1D;

/**
 * The discrete cosine transform of type II, orthonormal (Ahmed, Natarajan and Rao 1974):
 *
 * <pre>
 * X₀ = √(1/n) Σ xᵢ        Xₖ = √(2/n) Σ xᵢ cos(π k (i + ½) / n)
 * </pre>
 *
 * Eight neighbouring frequencies are a group.
 */
public final class Dct implements SignalTransform {
    /** Groups of one fit training windows better and others worse. */
    private static final int GROUP = 8;

    private final int samples;
    private final DoubleDCT_1D dct;

    /**
     * @param samples n, samples of a window
     * @throws IllegalArgumentException where there is none
     */
    public Dct(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("A window has no samples");
        }
        this.samples = samples;
        this.dct = new DoubleDCT_1D(samples);
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public int coefficients() {
        return samples;
    }

    @Override
    public void forward(double[] window, double[] coefficients) {
        System.arraycopy(window, 0, coefficients, 0, samples);
        dct.forward(coefficients, true);
    }

    @Override
    public void inverse(double[] coefficients, double[] window) {
        System.arraycopy(coefficients, 0, window, 0, samples);
        dct.inverse(window, true);
    }

    @Override
    public int[] groups() {
        return IntStream.range(0, samples).map(frequency -> frequency / GROUP).toArray();
    }
}
