package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/report}. */
@Command(
        name = "report",
        customSynopsis = "jobs/report [--conf=FILE] [--debug] [key=value...]",
        description =
                "Shows a run on one HTML page, beside PCA of the same width. The run is found by its whole"
                        + " configuration.",
        footer = "%nExample:%n  jobs/report --conf conf/demo.conf")
public final class ReportJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new BaselineStep(), new RateDistortionStep(), new ReportStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "seed",
                "embed.date",
                "embedding.format",
                "cluster",
                "recommend",
                "report",
                "engine",
                "spark");
    }
}
