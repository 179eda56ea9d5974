package dev.hourglass.job;

import picocli.CommandLine.Option;

/** The option of jobs that train. */
final class ResumeOption {
    @Option(
            names = "--resume",
            description =
                    "Go on from the newest checkpoint of a training that was killed. The result is the same.")
    private boolean resume;

    boolean isSet() {
        return resume;
    }
}
