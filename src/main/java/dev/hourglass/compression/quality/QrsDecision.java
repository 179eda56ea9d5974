package dev.hourglass.compression.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Tells beats from noise among the peaks of a filtered ECG, by a threshold between the heights that
 * beats and noise had until now.
 */
final class QrsDecision {
    /** No heart beats again sooner. */
    static final double REFRACTORY_SECONDS = 0.2;

    private static final double LEARNING_SECONDS = 8;
    private static final double THRESHOLD = 0.25;

    /** Of the threshold, where a beat is missing. */
    private static final double SEARCH_BACK = 0.3;

    private static final double ADAPTATION = 0.125;
    private static final double SEARCH_BACK_ADAPTATION = 0.25;

    /** The longest interval without a beat, in usual ones. */
    private static final double LONGEST_INTERVAL = 1.66;

    private static final int INTERVALS = 8;

    /** After a beat, what is less steep than half of it may be its T wave. */
    private static final double T_WAVE_SECONDS = 0.36;

    private static final double T_WAVE_SLOPE = 0.5;

    /** After so long without a beat, the levels are taken to be too high. */
    private static final double SILENCE_SECONDS = 8;

    /** More than there are in that time. */
    private static final int MOST_PASSED_OVER = 64;

    private final double frequency;
    private final List<Peak> unlearned = new ArrayList<>();
    private final List<Peak> passedOver = new ArrayList<>();
    private final DescriptiveStatistics intervals = new DescriptiveStatistics(INTERVALS);
    private final LongStream.Builder beats = LongStream.builder();
    private Optional<Peak> lastBeat = Optional.empty();
    private boolean learned;
    private double beatLevel;
    private double noiseLevel;

    /**
     * A peak of the integrated signal.
     *
     * @param sample its number
     * @param rPeak the number of the R peak's sample, if it is a beat
     * @param height of the integrated signal
     * @param slope the steepest of the band-passed signal
     */
    record Peak(long sample, long rPeak, double height, double slope) {}

    QrsDecision(double frequency) {
        this.frequency = frequency;
    }

    /** Takes in the next peak. */
    void add(Peak peak) {
        if (learned) {
            decide(peak);
            return;
        }
        unlearned.add(peak);
        if (peak.sample() >= LEARNING_SECONDS * frequency) {
            learn();
        }
    }

    /** The R peaks' samples, once there are no more peaks. */
    long[] finish() {
        if (!learned) {
            learn();
        }
        return beats.build().toArray();
    }

    /** Starts from the median of each second's highest peak, then goes through the peaks again. */
    private void learn() {
        learned = true;
        double[] highest = new double[(int) LEARNING_SECONDS];
        int seconds = 0;
        for (Peak peak : unlearned) {
            int second = (int) (peak.sample() / frequency);
            if (second < highest.length) {
                highest[second] = Math.max(highest[second], peak.height());
                seconds = second + 1;
            }
        }
        beatLevel = seconds == 0 ? 0 : StatUtils.percentile(highest, 0, seconds, 50);
        unlearned.forEach(this::decide);
        unlearned.clear();
    }

    private void decide(Peak peak) {
        searchBack(peak.sample());
        if (secondsSinceBeat(peak) > SILENCE_SECONDS) {
            beatLevel /= 2;
            noiseLevel /= 2;
        }
        if (peak.height() > threshold() && !followsBeat(peak)) {
            accept(peak, ADAPTATION);
            passedOver.clear();
        } else {
            noiseLevel += ADAPTATION * (peak.height() - noiseLevel);
            passedOver.add(peak);
            if (passedOver.size() > MOST_PASSED_OVER) {
                passedOver.remove(0);
            }
        }
    }

    /** Looks for beats among the peaks passed over, where none was for too long. */
    private void searchBack(long sample) {
        while (lastBeat.isPresent()
                && sample - lastBeat.get().sample()
                        > LONGEST_INTERVAL * intervals.getPercentile(50)) {
            Optional<Peak> highest =
                    passedOver.stream()
                            .filter(peak -> peak.height() > SEARCH_BACK * threshold())
                            .filter(peak -> secondsSinceBeat(peak) > T_WAVE_SECONDS)
                            .max(Comparator.comparingDouble(Peak::height));
            if (highest.isEmpty()) {
                return;
            }
            accept(highest.get(), SEARCH_BACK_ADAPTATION);
            passedOver.removeIf(peak -> peak.sample() <= highest.get().sample());
        }
    }

    private void accept(Peak peak, double adaptation) {
        lastBeat.ifPresent(last -> intervals.addValue(peak.rPeak() - last.rPeak()));
        beatLevel += adaptation * (peak.height() - beatLevel);
        lastBeat = Optional.of(peak);
        beats.add(peak.rPeak());
    }

    /** Whether it belongs to the last beat: to the same complex, or as its T wave. */
    private boolean followsBeat(Peak peak) {
        if (lastBeat.isEmpty()) {
            return false;
        }
        Peak last = lastBeat.get();
        boolean sameComplex = peak.rPeak() - last.rPeak() < REFRACTORY_SECONDS * frequency;
        boolean tWave =
                secondsSinceBeat(peak) < T_WAVE_SECONDS
                        && peak.slope() < T_WAVE_SLOPE * last.slope();
        return sameComplex || tWave;
    }

    private double secondsSinceBeat(Peak peak) {
        long since = lastBeat.map(last -> peak.sample() - last.sample()).orElse(peak.sample());
        return since / frequency;
    }

    private double threshold() {
        return noiseLevel + THRESHOLD * (beatLevel - noiseLevel);
    }
}
