package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/search}. */
@Command(
        name = "search",
        customSynopsis = "jobs/search [--conf=FILE] [--debug] [key=value...]",
        description =
                "Finds the nearest neighbours of embeddings, or of other rows among them. The model is"
                        + " found by the configuration it was trained with.",
        footer = "%nExample:%n  jobs/search --conf conf/demo.conf search.method=hnsw search.k=20")
public final class SearchJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new SearchStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "seed",
                "embed.date",
                "embedding.format",
                "search",
                "engine",
                "spark");
    }
}
