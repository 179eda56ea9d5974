package dev.hourglass.compression.transform;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A lossy coder and windows to try it on, with one quantiser's step after the other: the finer it
 * is, the more bits the windows take. Not for several threads at once.
 */
public interface StepTrial {
    /**
     * What the windows' codes take, by their ideal lengths.
     *
     * @param step above 0
     * @return bits a window, in the mean
     */
    double bits(double step);

    /**
     * What the windows lose, as {@link dev.hourglass.compression.quality.Distortion#prdn} measures
     * it.
     *
     * @param step above 0
     * @return PRDN of each window, percent
     */
    SummaryStatistics prdn(double step);
}
