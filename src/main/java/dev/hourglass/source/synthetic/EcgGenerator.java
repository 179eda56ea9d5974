package dev.hourglass.source.synthetic;

import dev.hourglass.source.synthetic.BeatSequence.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One synthetic ECG record of one lead, as a stream of samples. Only its RR intervals and R peaks
 * are held, some megabytes for a day. The beats come from a {@link Rhythm}, their shape from the
 * dynamical model of McSharry, Clifford, Tarassenko and Smith, IEEE Trans. Biomed. Eng. 50(3), 2003
 * (ECGSYN), scaled as there so that the record's sinus beat reaches from −0.4 to 1.2 mV at its mean
 * heart rate.
 *
 * <p>A record is a function of its settings, the seed and its number alone. Noise, wander and
 * sampling rate leave its beats as they are.
 */
public final class EcgGenerator {
    private static final double LOWEST_MILLIVOLTS = -0.4;
    private static final double RANGE_MILLIVOLTS = 1.6;

    /** How long the model runs before sample 0, to forget where it started. */
    private static final double SETTLING_SECONDS = 5;

    /**
     * What the model's own fall back to the baseline leaves of a wave at the breath's frequency.
     */
    private static final double WANDER_LEFT = 1 / Math.hypot(1, 2 * Math.PI * EcgModel.BREATHING);

    private final Rhythm rhythm;
    private final double heartRate;
    private final double frequency;
    private final double noise;
    private final BeatSequence beats;
    private final FibrillatoryWaves fibrillatoryWaves;
    private final SplittableRandom noiseRandom;
    private final EcgModel model;
    private final double gain;
    private final double zero;
    private final List<Integer> rPeaks = new ArrayList<>();
    private double time;
    private double intervalEnd;
    private Beat coming;
    private int filled;

    private EcgGenerator(EcgsynSettings settings, SplittableRandom random) {
        this.rhythm = settings.rhythms().get(random.nextInt(settings.rhythms().size()));
        this.heartRate = random.nextDouble(rhythm.slowest(), rhythm.fastest());
        this.frequency = settings.frequency();
        this.noise = settings.noise();
        double interval = 60 / heartRate;
        double lead = SETTLING_SECONDS + random.nextDouble(interval);
        this.beats = new BeatSequence(rhythm, interval, settings.seconds() + lead, random.split());
        this.fibrillatoryWaves = new FibrillatoryWaves(random.split());
        this.noiseRandom = random.split();
        Extent extent = extent(interval);
        this.gain = RANGE_MILLIVOLTS / (extent.highest - extent.lowest);
        this.zero = LOWEST_MILLIVOLTS - gain * extent.lowest;
        this.time = -lead;
        this.intervalEnd = -lead;
        this.model = new EcgModel(settings.baselineWander() / WANDER_LEFT / gain, -lead, 1, 0);
        this.coming = beats.next();
    }

    /** Record number {@code record} of the dataset that settings and seed make. */
    public static EcgGenerator of(EcgsynSettings settings, long seed, long record) {
        return new EcgGenerator(settings, Seeds.random(seed, record));
    }

    /** The rhythm drawn for the record. */
    public Rhythm rhythm() {
        return rhythm;
    }

    /** The mean heart rate drawn for the record, in beats a minute. */
    public double heartRate() {
        return heartRate;
    }

    /**
     * Fills the array with the record's next samples, in mV. The stream has no end: past the length
     * in the settings, the variability of the sinus rhythms begins to repeat itself.
     */
    public void fill(double[] millivolts) {
        for (int i = 0; i < millivolts.length; i++) {
            advanceTo(filled / frequency);
            millivolts[i] = gain * model.z() + zero + noise * noiseRandom.nextGaussian();
            if (rhythm == Rhythm.ATRIAL_FIBRILLATION) {
                millivolts[i] += fibrillatoryWaves.at(time);
            }
            filled++;
        }
    }

    /** Where the R peaks of the samples filled so far are: the nearest samples' numbers, from 0. */
    public int[] rPeaks() {
        return rPeaks.stream().mapToInt(Integer::intValue).filter(peak -> peak < filled).toArray();
    }

    /** Never lets a step cross an R peak, where RR and with it ω jumps. */
    private void advanceTo(double target) {
        while (intervalEnd <= target) {
            model.advance(intervalEnd - time);
            time = intervalEnd;
            startInterval();
        }
        model.advance(target - time);
        time = target;
    }

    private void startInterval() {
        long peak = Math.round(time * frequency);
        if (peak >= 0) {
            rPeaks.add((int) peak);
        }
        Beat passed = coming;
        coming = beats.next();
        model.startInterval(passed.interval(), passed.waves(), coming.waves());
        intervalEnd += passed.interval();
    }

    /** The least and greatest z of the record's sinus beat, repeated at its mean heart rate. */
    private Extent extent(double interval) {
        EcgModel regular = new EcgModel(0, 0, 1, 0);
        for (double settled = 0; settled < SETTLING_SECONDS; settled += interval) {
            regular.startInterval(interval, beats.waves(), beats.waves());
            regular.advance(interval);
        }
        regular.startInterval(interval, beats.waves(), beats.waves());
        double lowest = regular.z();
        double highest = regular.z();
        int steps = (int) Math.ceil(interval * 500);
        for (int i = 0; i < steps; i++) {
            regular.advance(interval / steps);
            lowest = Math.min(lowest, regular.z());
            highest = Math.max(highest, regular.z());
        }
        return new Extent(lowest, highest);
    }

    private record Extent(double lowest, double highest) {}
}
