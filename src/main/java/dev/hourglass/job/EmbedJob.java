package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/embed}. */
@Command(
        name = "embed",
        customSynopsis = "jobs/embed [--conf=FILE] [--debug] [key=value...]",
        description =
                "Encodes every row of a dataset with a model, and writes the embeddings as Parquet. The"
                        + " model is found by the configuration it was trained with.",
        footer = "%nExample:%n  jobs/embed --conf conf/demo.conf embed.date=2026-01-31")
public final class EmbedJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new EmbedStep());
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "embed", "embedding", "engine", "spark");
    }
}
