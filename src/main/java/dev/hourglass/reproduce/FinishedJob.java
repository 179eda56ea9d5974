package dev.hourglass.reproduce;

import dev.hourglass.store.Json;
import java.util.List;

/**
 * A job that has ended, in a process of its own.
 *
 * @param exitCode of the process; 128 and the signal's number where one ended it
 * @param output lines of standard output, of which the last is the summary
 * @param errors standard error
 */
public record FinishedJob(int exitCode, List<String> output, String errors) {
    public FinishedJob {
        output = List.copyOf(output);
    }

    /**
     * This job, which must have done its work.
     *
     * @throws IllegalStateException where it failed, with its errors
     */
    public FinishedJob requireDone() {
        if (exitCode != 0) {
            throw new IllegalStateException(errors);
        }
        return this;
    }

    /** The figures of the last line, as far as {@code type} has components for them. */
    public <T> T summary(Class<T> type) {
        return Json.read(output.get(output.size() - 1), type, "the last line of a job");
    }
}
