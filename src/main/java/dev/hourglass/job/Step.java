package dev.hourglass.job;

import java.util.Map;

/** One arrow of the pipeline: reads one kind of thing from the store and writes the next. */
interface Step {
    /** The name of the job that does this step alone, and of its entry in summaries. */
    String name();

    /**
     * Does the step, or finds it done.
     *
     * @return figures and paths for the summary, in the order they are shown
     */
    Map<String, Object> run(JobContext context);
}
