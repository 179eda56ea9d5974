package dev.hourglass.training;

/**
 * What one averaging round did.
 *
 * @param round from 1, counted over all epochs
 * @param epoch from 1
 * @param examples trained in this round, by all workers
 * @param loss mean over those examples of the squared error an element, in normalised units
 * @param learningRate at the end of the round
 * @param seconds wall time
 * @param computeSeconds that the workers' training alone would have taken; null where it is not
 *     known
 * @param averagingSeconds the rest; null where it is not known
 * @param bytes of the vectors that went to the workers and came back; null where it is not known
 * @param stragglers workers that took half as long again as the median one; null where it is not
 *     known
 */
public record RoundMetrics(
        int round,
        int epoch,
        long examples,
        double loss,
        double learningRate,
        double seconds,
        Double computeSeconds,
        Double averagingSeconds,
        Long bytes,
        Integer stragglers) {}
