package dev.hourglass.training.dl4jspark;

import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that a trainer tells. */
final class RecordedTraining implements TrainingListener {
    final List<Long> starts = new ArrayList<>();
    final List<RoundMetrics> rounds = new ArrayList<>();
    final List<EpochMetrics> epochs = new ArrayList<>();

    /** How many networks Spark held after each round. */
    final List<Long> weightsInSpark = new ArrayList<>();

    @Override
    public void started(long examplesInAll) {
        starts.add(examplesInAll);
    }

    @Override
    public void round(RoundMetrics metrics) {
        rounds.add(metrics);
        weightsInSpark.add(BroadcastWeights.count(1));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        epochs.add(metrics);
    }
}
