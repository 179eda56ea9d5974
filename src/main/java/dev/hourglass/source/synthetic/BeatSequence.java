package dev.hourglass.source.synthetic;

import java.util.List;
import java.util.SplittableRandom;

/** The beats of one record, in order and without end: when each comes and what it looks like. */
final class BeatSequence {
    /**
     * The least RR interval in atrial fibrillation, when the atrioventricular node is at its limit.
     * Seconds.
     */
    private static final double SHORTEST_INTERVAL = 0.3;

    /** How much the coupling of ectopic beats differs from one to the next. Sinus intervals. */
    private static final double COUPLING_DEVIATION = 0.02;

    private final Rhythm rhythm;
    private final double mean;
    private final double variation;
    private final SinusTachogram tachogram;
    private final SplittableRandom random;
    private final List<Wave> waves;
    private final List<Wave> ectopicWaves;

    /** That an ectopic beat follows a sinus beat; near 1 it is bigeminy. */
    private final double ectopicChance;

    /** From a sinus beat to an ectopic one. Sinus intervals. */
    private final double coupling;

    private double time;

    /** The interval after the ectopic beat that is next; 0 where a sinus beat is next. */
    private double pause;

    /**
     * @param mean mean RR interval, seconds
     * @param seconds length of the record, over which the heart rate's variability does not repeat
     */
    BeatSequence(Rhythm rhythm, double mean, double seconds, SplittableRandom random) {
        this.rhythm = rhythm;
        this.mean = mean;
        this.random = random;
        this.variation = random.nextDouble(rhythm.leastVariation(), rhythm.mostVariation());
        this.tachogram = new SinusTachogram(mean, variation * mean, seconds, random.split());
        this.waves =
                Wave.vary(
                        rhythm == Rhythm.ATRIAL_FIBRILLATION
                                ? Wave.BEAT_WITHOUT_P
                                : Wave.SINUS_BEAT,
                        random);
        this.ectopicWaves = Wave.vary(Wave.ECTOPIC_BEAT, random);
        this.ectopicChance = random.nextDouble(0.3, 0.9);
        this.coupling = random.nextDouble(0.55, 0.7);
    }

    /**
     * A beat.
     *
     * @param interval seconds from its R peak to the next one's
     * @param waves P, Q, R, S and T
     */
    record Beat(double interval, List<Wave> waves) {}

    /** The waves of the beats that are not ectopic. */
    List<Wave> waves() {
        return waves;
    }

    /** The next beat. */
    Beat next() {
        Beat beat =
                switch (rhythm) {
                    case NORMAL, BRADYCARDIA, TACHYCARDIA -> sinusBeat();
                    case ATRIAL_FIBRILLATION -> new Beat(fibrillatingInterval(), waves);
                    case VENTRICULAR_ECTOPY -> pause > 0 ? ectopicBeat() : beatBeforeEctopy();
                };
        time += beat.interval();
        return beat;
    }

    private Beat sinusBeat() {
        return new Beat(tachogram.interval(time), waves);
    }

    /** Log-normal: independent of its neighbours, and longer intervals reach further out. */
    private double fibrillatingInterval() {
        double spread = Math.sqrt(Math.log1p(variation * variation));
        double middle = Math.log(mean) - spread * spread / 2;
        return Math.max(SHORTEST_INTERVAL, Math.exp(middle + spread * random.nextGaussian()));
    }

    /**
     * A sinus beat that an ectopic one follows with the record's chance: too early, at a coupling
     * that stays nearly the same as one focus fires them all.
     */
    private Beat beatBeforeEctopy() {
        Beat sinus = sinusBeat();
        if (random.nextDouble() >= ectopicChance) {
            return sinus;
        }
        double early = sinus.interval() * (coupling + COUPLING_DEVIATION * random.nextGaussian());
        pause = 2 * sinus.interval() - early;
        return new Beat(early, waves);
    }

    /** The sinus node is not reset, so the beat after comes when two sinus intervals are over. */
    private Beat ectopicBeat() {
        Beat beat = new Beat(pause, ectopicWaves);
        pause = 0;
        return beat;
    }
}
