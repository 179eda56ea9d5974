package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import java.util.Map;

/** One arrow of the pipeline: reads one kind of thing from the store and writes the next. */
interface Step {
    /** The name of the step in progress and summaries. */
    String name();

    /**
     * Reads the step's settings, so that a mistake in them ends a job before it has begun.
     *
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION, naming the key
     */
    void check(Configuration configuration);

    /**
     * Looks at small input that the step needs after others have worked, so that a mistake in it
     * ends a job before any of its steps has begun.
     */
    default void checkInput(JobContext context) {}

    /**
     * Whether it uses a network, or products of matrices, here or on executors: their libraries are
     * loaded before Spark starts.
     */
    default boolean computes(Configuration configuration) {
        return false;
    }

    /** The run that the step is part of. */
    default RunFolder folder(JobContext context, TensorDataset dataset) {
        return context.run(dataset);
    }

    /** Does the step, or finds it done. */
    Outcome run(JobContext context);

    /**
     * What came of a step.
     *
     * @param done whether it was done now, as part of a run that is to know of it
     * @param summary figures and paths for the summary, in the order they are shown
     */
    record Outcome(boolean done, Map<String, Object> summary) {
        static Outcome now(Map<String, Object> summary) {
            return new Outcome(true, summary);
        }

        /** Of a step that is part of no run: how long it took is not kept. */
        static Outcome apart(Map<String, Object> summary) {
            return new Outcome(false, summary);
        }

        static Outcome before(Map<String, Object> summary) {
            return new Outcome(false, summary);
        }
    }
}
