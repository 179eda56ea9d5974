package dev.hourglass.training;

/**
 * What one averaging round did.
 *
 * @param round from 1, counted over all epochs
 * @param epoch from 1
 * @param examples trained in this round, by all workers
 * @param loss mean over those examples of the squared error an element, in normalised units
 * @param seconds wall time
 */
public record RoundMetrics(int round, int epoch, long examples, double loss, double seconds) {}
