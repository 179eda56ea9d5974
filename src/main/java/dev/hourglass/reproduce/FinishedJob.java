package dev.hourglass.reproduce;

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
}
