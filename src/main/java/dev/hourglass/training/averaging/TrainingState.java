package dev.hourglass.training.averaging;

import dev.hourglass.training.EpochMetrics;
import java.util.List;

/**
 * Where a training is after a round: all that what follows depends on.
 *
 * @param position how far that is
 * @param vector common parameters, and the optimizer's state after them
 * @param velocity of the outer step; null where there is none
 * @param best parameters of the best epoch; null where none was kept
 */
record TrainingState(Position position, float[] vector, float[] velocity, float[] best) {
    /**
     * The numbers of a state.
     *
     * @param epoch under way, from 1
     * @param place in every shard's order up to which the epoch is trained
     * @param rounds so far
     * @param steps of the optimizer so far
     * @param epochExamples trained in this epoch
     * @param epochLoss sum over them
     * @param epochSeconds wall time of its rounds
     * @param firstLoss mean loss of the first round; 0 before
     * @param bestEpoch with the lowest validation loss; 0 before the first
     * @param epochs what the finished ones did
     */
    record Position(
            int epoch,
            int place,
            int rounds,
            long steps,
            long epochExamples,
            double epochLoss,
            double epochSeconds,
            double firstLoss,
            int bestEpoch,
            List<EpochMetrics> epochs) {
        Position {
            epochs = List.copyOf(epochs);
        }

        /** Examples of all epochs so far. */
        long examples() {
            return epochExamples + epochs.stream().mapToLong(EpochMetrics::examples).sum();
        }
    }
}
