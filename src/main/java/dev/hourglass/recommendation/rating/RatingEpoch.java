package dev.hourglass.recommendation.rating;

/**
 * What an epoch of one of the networks did.
 *
 * @param network which
 * @param repeat from 1
 * @param fold that it does not see, from 1; 0 where it sees all ratings
 * @param epoch from 1
 * @param examples trained in it, by all workers
 * @param trainRmse root of the mean squared error, each at the time it was trained: of
 *     autoencoders, of hidden ratings
 * @param seconds wall time
 */
public record RatingEpoch(
        String network,
        int repeat,
        int fold,
        int epoch,
        long examples,
        double trainRmse,
        double seconds) {}
