package dev.hourglass.compression;

/**
 * Brings windows from one number of samples to another over the same time, by a sinc that ends in a
 * Blackman window (Blackman and Tukey 1958): what is below 7/8 of the lower rate's Nyquist
 * frequency stays as it is, what is above 9/8 of it comes out 74 dB lower, so that nothing aliases.
 * Beyond its ends a window goes on as its mirror image, so that there and back its ends stay.
 *
 * <p>The weights come from {@link StrictMath} and sums have one order: the same bits on any
 * machine.
 */
final class WindowResampler {
    /** Zeros of the sinc on each side, a sample of the lower rate apart. */
    private static final int ZEROS = 24;

    private final int from;
    private final Row[] rows;

    /** What each sample from {@code first} on contributes to one that is made; sums to 1. */
    private record Row(int first, double[] weights) {}

    /**
     * @param from samples that a window has
     * @param to samples that it is to have
     */
    WindowResampler(int from, int to) {
        this.from = from;
        this.rows = new Row[to];
        for (int i = 0; i < to; i++) {
            rows[i] = row(i, from, to);
        }
    }

    /** How many weights there are at most. */
    static long weights(int from, int to) {
        return 2L * ZEROS * Math.max(from, to) + to;
    }

    /**
     * Resamples a window.
     *
     * @param samples as many as windows have
     */
    double[] resample(double[] samples) {
        if (samples.length != from) {
            throw new IllegalArgumentException(samples.length + " samples instead of " + from);
        }
        double[] resampled = new double[rows.length];
        for (int i = 0; i < resampled.length; i++) {
            double[] weights = rows[i].weights();
            int first = rows[i].first();
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * samples[first + j];
            }
            resampled[i] = sum;
        }
        return resampled;
    }

    /** How many times the greatest error of a sample comes out at most. */
    double amplification() {
        double greatest = 0;
        for (Row row : rows) {
            double sum = 0;
            for (double weight : row.weights()) {
                sum += Math.abs(weight);
            }
            greatest = Math.max(greatest, sum);
        }
        return greatest;
    }

    private static Row row(int index, int from, int to) {
        double ratio = (double) from / to;
        // Samples stand for equal parts of the window, and lie in their middle.
        double centre = (index + 0.5) * ratio - 0.5;
        double zero = Math.max(1, ratio);
        int begin = (int) Math.ceil(centre - ZEROS * zero);
        int end = (int) Math.floor(centre + ZEROS * zero);
        int least = Math.max(0, begin);
        int greatest = Math.min(from - 1, end);
        if (begin < 0) {
            greatest = Math.min(from - 1, Math.max(greatest, -1 - begin));
        }
        if (end >= from) {
            least = Math.max(0, Math.min(least, 2 * from - 1 - end));
        }
        double[] weights = new double[greatest - least + 1];
        double sum = 0;
        for (int i = begin; i <= end; i++) {
            double weight = kernel((i - centre) / zero);
            weights[mirrored(i, from) - least] += weight;
            sum += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return new Row(least, weights);
    }

    /** The sample of a window that one beyond its ends is a copy of. */
    private static int mirrored(int index, int length) {
        int within = Math.floorMod(index, 2 * length);
        return within < length ? within : 2 * length - 1 - within;
    }

    private static double kernel(double x) {
        if (x == 0) {
            return 1;
        }
        double turn = StrictMath.cos(Math.PI * x / ZEROS);
        // The cosine of twice the angle is 2 cos² - 1.
        double blackman = 0.42 + 0.5 * turn + 0.08 * (2 * turn * turn - 1);
        return StrictMath.sin(Math.PI * x) / (Math.PI * x) * blackman;
    }
}
