package dev.hourglass.compression.quality;

/**
 * The filters of Pan and Tompkins, which leave of an ECG what is steep and as long as a QRS
 * complex: a band-pass of moving averages with a pass band of about 5 to 11 Hz, the slope, its
 * square and the mean of that over 150 ms. The lengths in seconds are those of the paper at its 200
 * Hz. Every signal here is numbered by the samples of the input that it belongs to, so that no
 * filter delays it.
 */
final class QrsFilter {
    private static final double LOW_PASS = 0.03;
    private static final double HIGH_PASS = 0.16;
    private static final double INTEGRATION = 0.15;

    /** Between the values whose differences are the slope. */
    private static final double SPACING = 0.005;

    private final int spacing;
    private final MovingAverage lowPass;
    private final MovingAverage lowPassAgain;
    private final MovingAverage baseline;
    private final MovingAverage integration;
    private final History input;
    private final History smooth;
    private final History bandPass;
    private final History slope;
    private final History integrated;

    /**
     * @param frequency samples a second, Hz
     * @param kept samples of each signal that can be looked back at
     * @param first the first sample, which the signal is taken to have been at before
     */
    QrsFilter(double frequency, int kept, double first) {
        this.spacing = (int) Math.max(1, Math.round(SPACING * frequency));
        this.lowPass = new MovingAverage(odd(LOW_PASS * frequency), first);
        this.lowPassAgain = new MovingAverage(odd(LOW_PASS * frequency), first);
        this.baseline = new MovingAverage(odd(HIGH_PASS * frequency), first);
        this.integration = new MovingAverage(odd(INTEGRATION * frequency), 0);
        int delay = 0;
        this.input = new History(kept, first, -delay);
        delay += lowPass.delay() + lowPassAgain.delay();
        this.smooth = new History(kept, first, -delay);
        delay += baseline.delay();
        this.bandPass = new History(kept, 0, -delay);
        delay += 2 * spacing;
        this.slope = new History(kept, 0, -delay);
        delay += integration.delay();
        this.integrated = new History(kept, 0, -delay);
    }

    /** Takes in the next sample, and adds one to every signal. */
    void add(double sample) {
        input.add(sample);
        smooth.add(lowPassAgain.add(lowPass.add(sample)));
        double mean = baseline.add(smooth.at(smooth.last()));
        bandPass.add(smooth.at(bandPass.last() + 1) - mean);
        long centre = bandPass.last() - 2L * spacing;
        double near = bandPass.at(centre + spacing) - bandPass.at(centre - spacing);
        double far = bandPass.at(centre + 2L * spacing) - bandPass.at(centre - 2L * spacing);
        double steepness = (2 * near + far) / 8;
        slope.add(steepness);
        integrated.add(integration.add(steepness * steepness));
    }

    History input() {
        return input;
    }

    History bandPass() {
        return bandPass;
    }

    History slope() {
        return slope;
    }

    /** The mean of the squared slope, the last to be known. */
    History integrated() {
        return integrated;
    }

    private static int odd(double length) {
        return 2 * (int) Math.round((length - 1) / 2) + 1;
    }
}
