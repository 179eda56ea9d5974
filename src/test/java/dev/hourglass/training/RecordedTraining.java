package dev.hourglass.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Keeps all that a trainer tells. */
public final class RecordedTraining implements TrainingListener {
    public final List<Long> starts = new ArrayList<>();
    public final List<RoundMetrics> rounds = new ArrayList<>();
    public final List<EpochMetrics> epochs = new ArrayList<>();
    public final List<String> notices = new ArrayList<>();

    /** How many networks Spark held after each round, as {@link #countWeights} counts them. */
    public final List<Long> weightsInSpark = new ArrayList<>();

    public LongUnaryOperator countWeights = few -> 0;

    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        starts.add(examplesInAll - examplesBefore);
    }

    @Override
    public void round(RoundMetrics metrics) {
        rounds.add(metrics);
        weightsInSpark.add(countWeights.applyAsLong(1));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        epochs.add(metrics);
    }

    @Override
    public void notice(String line) {
        notices.add(line);
    }
}
