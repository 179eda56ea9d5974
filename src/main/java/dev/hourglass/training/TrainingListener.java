package dev.hourglass.training;

/** Hears how training goes, on the driver. */
public interface TrainingListener {
    /** Called once, before the first round. */
    void started(long examplesInAll);

    /** Called after each averaging round. */
    void round(RoundMetrics metrics);

    /** Called after each epoch. */
    void epoch(EpochMetrics metrics);
}
