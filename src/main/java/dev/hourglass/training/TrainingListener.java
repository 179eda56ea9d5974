package dev.hourglass.training;

/** Hears how training goes, on the driver. */
public interface TrainingListener {
    /**
     * Called once, before the first round.
     *
     * @param examplesInAll rows times epochs
     * @param examplesBefore trained before a checkpoint from which training goes on
     * @param roundsBefore likewise
     */
    void started(long examplesInAll, long examplesBefore, int roundsBefore);

    /** Called after each averaging round. */
    void round(RoundMetrics metrics);

    /** Called after each epoch. */
    void epoch(EpochMetrics metrics);

    /** Something that people should know, in one line. */
    void notice(String line);
}
