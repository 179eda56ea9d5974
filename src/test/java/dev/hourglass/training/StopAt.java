package dev.hourglass.training;

/** Ends a training after a round, before that round's checkpoint. */
public record StopAt(int round, TrainingListener next) implements TrainingListener {
    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        next.started(examplesInAll, examplesBefore, roundsBefore);
    }

    @Override
    public void round(RoundMetrics metrics) {
        if (metrics.round() == round) {
            throw new IllegalStateException("stopped at round " + round);
        }
        next.round(metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        next.epoch(metrics);
    }

    @Override
    public void notice(String line) {
        next.notice(line);
    }
}
