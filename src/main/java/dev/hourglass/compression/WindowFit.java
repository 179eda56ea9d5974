package dev.hourglass.compression;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the windows of a signal are to the network: as they are where they have as many samples as
 * the network's, else resampled on the way there and back.
 */
final class WindowFit {
    private final CrossFade crossFade;

    /** Empty where nothing is resampled. */
    private final Optional<WindowResampler> to;

    private final Optional<WindowResampler> from;
    private final double amplification;

    /**
     * @param network samples of the network's windows
     * @param size of the signal's
     */
    WindowFit(int network, WindowSize size) {
        this.crossFade = new CrossFade(size.window(), size.overlap());
        if (size.window() == network) {
            this.to = Optional.empty();
            this.from = Optional.empty();
        } else {
            this.to = Optional.of(new WindowResampler(size.window(), network));
            this.from = Optional.of(new WindowResampler(network, size.window()));
        }
        this.amplification = from.map(WindowResampler::amplification).orElse(1.0);
    }

    /** Numbers that this holds at most. */
    static long numbers(int network, int window) {
        return network == window
                ? 0
                : WindowResampler.weights(network, window)
                        + WindowResampler.weights(window, network);
    }

    /** Joins the signal's windows. */
    CrossFade crossFade() {
        return crossFade;
    }

    /** A window of the signal as one of the network's; perhaps the same array. */
    float[] toNetwork(float[] samples) {
        return to.map(resampler -> resampler.resample(widened(samples)))
                .map(WindowFit::narrowed)
                .orElse(samples);
    }

    /** A window of the network's as one of the signal; perhaps the same array. */
    double[] fromNetwork(double[] samples) {
        return from.map(resampler -> resampler.resample(samples)).orElse(samples);
    }

    /** How many times the greatest error of a network's output the signal's is at most. */
    double amplification() {
        return amplification;
    }

    private static double[] widened(float[] samples) {
        double[] widened = new double[samples.length];
        Arrays.setAll(widened, i -> samples[i]);
        return widened;
    }

    private static float[] narrowed(double[] samples) {
        float[] narrowed = new float[samples.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) samples[i];
        }
        return narrowed;
    }
}
