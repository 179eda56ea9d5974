package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobs/ingest}. */
@Command(
        name = "ingest",
        customSynopsis = "jobs/ingest [--conf=FILE] [--overwrite] [--debug] [key=value...]",
        description = "Reads raw data, splits and shuffles them, and stores them as a dataset.",
        footer = "%nExample:%n  HOURGLASS_DATA=/data jobs/ingest --conf conf/mnist.conf")
public final class IngestJob extends Job {
    @Option(
            names = "--overwrite",
            description = "Replace a dataset of this name that was made with other settings.")
    private boolean overwrite;

    @Override
    boolean overwrite() {
        return overwrite;
    }

    @Override
    List<Step> steps() {
        return List.of(new IngestStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name", "store", "seed", "source", "idx", "images", "wfdb", "ratings", "ecgsyn",
                "glyphs", "ingest", "spark");
    }
}
