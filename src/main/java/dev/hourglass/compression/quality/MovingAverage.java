package dev.hourglass.compression.quality;

import java.util.Arrays;

/** The mean of a signal's last samples. Before its first one it is taken to have been the same. */
final class MovingAverage {
    private final double[] last;
    private int next;
    private double sum;

    /**
     * @param width samples, an odd number
     * @param first the signal's first sample
     */
    MovingAverage(int width, double first) {
        this.last = new double[width];
        this.sum = width * first;
        Arrays.fill(last, first);
    }

    /** Takes in the next sample; the mean is centred on the sample {@link #delay} before it. */
    double add(double sample) {
        sum += sample - last[next];
        last[next] = sample;
        next = next + 1 == last.length ? 0 : next + 1;
        return sum / last.length;
    }

    int delay() {
        return last.length / 2;
    }
}
