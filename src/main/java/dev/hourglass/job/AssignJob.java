package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/assign}. */
@Command(
        name = "assign",
        customSynopsis = "jobs/assign [--conf=FILE] [--debug] assign.run=RUN [key=value...]",
        description =
                "Assigns embeddings to clusters that jobs/cluster found before, and finds none anew."
                        + " Embeddings are the newest of the clusters' model, or those of embed.date.",
        footer = "%nExample:%n  jobs/assign --conf conf/demo.conf assign.run=demo-1a2b3c4d")
public final class AssignJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new AssignStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "embed.date",
                "embed.batch",
                "embedding.format",
                "assign",
                "engine",
                "spark");
    }
}
