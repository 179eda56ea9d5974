package dev.hourglass.compression.quality;

import dev.hourglass.compression.quality.QrsDecision.Peak;

/**
 * Finds the beats of an ECG lead by the method of Pan and Tompkins, "A real-time QRS detection
 * algorithm", IEEE Trans. Biomed. Eng. 32(3), 1985, at any sampling rate from 100 Hz on. Samples
 * are taken one by one, and memory holds two seconds of them, besides the beats found.
 *
 * <p>The filters are those of the paper, their lengths kept in seconds. A peak of what they leave
 * is a beat if it is 200 ms from higher ones, above a threshold that follows the heights of beats
 * and of noise, and not a T wave, which comes within 360 ms and is less than half as steep. Where
 * no beat came for 1.66 times the usual interval, the highest peak since that exceeds a lower
 * threshold is one.
 *
 * <p>Other than in the paper, the threshold is held against the integrated signal alone, and starts
 * from the first eight seconds instead of two; the usual interval is the median of the last eight;
 * the lower threshold is 0.3 of the other one instead of half, lest small beats among large ones be
 * lost; and eight seconds without a beat halve the levels at every peak until there is one.
 */
public final class QrsDetector {
    /** The pass band needs as much. Hz. */
    public static final double LOWEST_FREQUENCY = 100;

    /** How far the R peak may be from the middle of the complex. */
    private static final double HALF_COMPLEX_SECONDS = 0.1;

    /** How far the input's peak may be from that of the band-passed signal. */
    private static final double PEAK_SHIFT_SECONDS = 0.025;

    private static final int KEPT_SECONDS = 2;

    /** Until when all filters have answered to a sample and no higher peak can follow. */
    private static final double DELAY_SECONDS = 1;

    private static final long NONE = Long.MIN_VALUE;

    private final double frequency;
    private final QrsDecision decision;

    /** Made for the first sample. */
    private QrsFilter filter;

    private long samples;

    /** Where the integrated signal was highest since it last rose. */
    private long highest = NONE;

    /**
     * @param frequency samples a second, Hz
     * @throws IllegalArgumentException where it is below 100 Hz
     */
    public QrsDetector(double frequency) {
        if (!(frequency >= LOWEST_FREQUENCY && frequency < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Beats are detected from 100 Hz on, not at " + frequency + " Hz");
        }
        this.frequency = frequency;
        this.decision = new QrsDecision(frequency);
    }

    /**
     * Finds the beats of a whole lead.
     *
     * @param lead its samples in any unit and with any offset
     * @param frequency samples a second, Hz
     * @return the numbers of the R peaks' samples, ascending
     * @throws IllegalArgumentException where a sample is not finite, or the frequency below 100 Hz
     */
    public static long[] detect(double[] lead, double frequency) {
        QrsDetector detector = new QrsDetector(frequency);
        for (double sample : lead) {
            detector.add(sample);
        }
        return detector.finish();
    }

    /**
     * Takes in the next sample. For samples that were not recorded, the last one before them stands
     * in best.
     *
     * @throws IllegalArgumentException where it is not finite
     */
    public void add(double sample) {
        if (!Double.isFinite(sample)) {
            throw new IllegalArgumentException("Sample " + samples + " is " + sample);
        }
        if (filter == null) {
            filter = new QrsFilter(frequency, (int) (KEPT_SECONDS * frequency), sample);
        }
        samples++;
        filterNext(sample);
    }

    /** The numbers of the R peaks' samples, ascending; no sample may follow. */
    public long[] finish() {
        if (filter != null) {
            double last = filter.input().at(samples - 1);
            for (int i = 0; i < DELAY_SECONDS * frequency; i++) {
                filterNext(last);
            }
        }
        return decision.finish();
    }

    private void filterNext(double sample) {
        filter.add(sample);
        History integrated = filter.integrated();
        long now = integrated.last();
        if (highest == NONE) {
            if (integrated.at(now) > integrated.at(now - 1)) {
                highest = now;
            }
        } else if (integrated.at(now) > integrated.at(highest)) {
            highest = now;
        } else if (now - highest >= QrsDecision.REFRACTORY_SECONDS * frequency) {
            examine(highest);
            highest = NONE;
        }
    }

    private void examine(long middle) {
        long reach = Math.round(HALF_COMPLEX_SECONDS * frequency);
        long from = Math.max(0, middle - reach);
        long to = Math.min(samples - 1, middle + reach);
        if (from > to) {
            return;
        }
        long rPeak = rPeak(filter.bandPass().greatest(from, to));
        History slope = filter.slope();
        double steepest = Math.abs(slope.at(slope.greatest(from, to)));
        decision.add(new Peak(middle, rPeak, filter.integrated().at(middle), steepest));
    }

    /** Where the input peaks, up or down as its band-passed signal does at {@code peak}. */
    private long rPeak(long peak) {
        long reach = Math.round(PEAK_SHIFT_SECONDS * frequency);
        double direction = Math.signum(filter.bandPass().at(peak));
        long rPeak = peak;
        for (long i = Math.max(0, peak - reach); i <= Math.min(samples - 1, peak + reach); i++) {
            if (direction * filter.input().at(i) > direction * filter.input().at(rPeak)) {
                rPeak = i;
            }
        }
        return rPeak;
    }
}
