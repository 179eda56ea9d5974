package dev.hourglass.training.averaging;

import dev.hourglass.training.EpochMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a training is after a round: all that what follows depends on.
 *
 * @param position how far that is
 * @param vector common parameters, and the optimizer's state after them
 * @param velocity of the outer step; null where there is none
 * @param best parameters of the best epoch; null where none was kept
 */
public record TrainingState(Position position, float[] vector, float[] velocity, float[] best) {
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
    public record Position(
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
        /** That of a training that has not begun. */
        public static final Position START = new Position(1, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

        public Position {
            epochs = List.copyOf(epochs);
        }

        /** Examples of all epochs so far. */
        public long examples() {
            return epochExamples + epochs.stream().mapToLong(EpochMetrics::examples).sum();
        }

        /** After one more round of the epoch under way, which ended at a place. */
        public Position after(RoundResult round, int place, long steps) {
            return new Position(
                    epoch,
                    place,
                    rounds + 1,
                    steps,
                    epochExamples + round.examples(),
                    epochLoss + round.loss(),
                    epochSeconds + round.seconds(),
                    rounds == 0 ? round.meanLoss() : firstLoss,
                    bestEpoch,
                    epochs);
        }

        /**
         * What the epoch under way did.
         *
         * @param heldOutLoss afterwards; null for none
         * @param heldOutSplit on which that was measured; null for none
         */
        public EpochMetrics metrics(Double heldOutLoss, String heldOutSplit) {
            return new EpochMetrics(
                    epoch,
                    rounds,
                    epochExamples,
                    epochLoss / epochExamples,
                    heldOutLoss,
                    heldOutSplit,
                    epochSeconds);
        }

        /** At the beginning of the next epoch. */
        public Position after(EpochMetrics ended, int best) {
            List<EpochMetrics> all = new ArrayList<>(epochs);
            all.add(ended);
            return new Position(epoch + 1, 0, rounds, steps, 0, 0, 0, firstLoss, best, all);
        }
    }
}
