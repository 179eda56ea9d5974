package dev.hourglass.clustering;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.regex.Pattern;

/**
 * The section {@code assign} of the configuration.
 *
 * @param run in whose results the clusters lie
 */
public record AssignSettings(String run) {
    /** No run is called otherwise, and none leads out of the folder of results. */
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public AssignSettings {
        if (run == null || !RUN.matcher(run).matches()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "It is not said which clusters rows are assigned to",
                    "assign.run = " + run,
                    "name a run of jobs/cluster: of the path of the assignments that it printed, the"
                            + " folder before the last");
        }
    }
}
