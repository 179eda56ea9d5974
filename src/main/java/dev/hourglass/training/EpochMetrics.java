package dev.hourglass.training;

/**
 * What one epoch did.
 *
 * @param epoch from 1
 * @param rounds averagings so far
 * @param examples trained in this epoch, by all workers
 * @param trainLoss mean over the epoch's examples of the squared error an element at the time they
 *     were trained, in normalised units
 * @param heldOutLoss the same over the held-out split with the averaged weights; null where there
 *     is none
 * @param heldOutSplit {@code validation}; {@code test} where no validation split exists; null for
 *     none
 * @param seconds wall time of training, without the evaluation
 */
public record EpochMetrics(
        int epoch,
        int rounds,
        long examples,
        double trainLoss,
        Double heldOutLoss,
        String heldOutSplit,
        double seconds) {}
