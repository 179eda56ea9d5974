package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/report}. */
@Command(
        name = "report",
        description = "Shows a run on one HTML page, beside PCA of the same width.",
        footer = "%nExample:%n  jobs/report --conf conf/mnist.conf")
public final class ReportJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new BaselineStep(), new ReportStep());
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "seed", "embed.date", "cluster", "report", "spark");
    }
}
