package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobs/nightly}. */
@Command(
        name = "nightly",
        customSynopsis = "jobs/nightly [--conf=FILE] [--date=DATE] [--debug] [key=value...]",
        description =
                "Brings the embeddings of a dataset up to date: encodes the rows that are new or have"
                        + " changed since the last time, takes the others over, and makes the result the"
                        + " current one. The model is the newest of the name.",
        footer = "%nExample:%n  jobs/nightly --conf conf/demo.conf --date 2026-01-31")
public final class NightlyJob extends Job {
    @Option(
            names = "--date",
            paramLabel = "DATE",
            description = "The partition's date, YYYY-MM-DD; today where it is left out.")
    private String date;

    @Override
    List<String> overrides() {
        return date == null ? List.of() : List.of("embed.date=" + date);
    }

    @Override
    List<Step> steps() {
        return List.of(new NightlyStep());
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "embed", "embedding", "nightly", "engine", "spark");
    }
}
