package dev.hourglass.job;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobs/recommend}. */
@Command(
        name = "recommend",
        customSynopsis = "jobs/recommend [--conf=FILE] [--fold-in=PATH] [--debug] [key=value...]",
        description =
                "Lists for every user the items that suit best, tells what such lists are worth beside"
                        + " those of other methods, and finds similar items. The model is found by the"
                        + " configuration it was trained with.",
        footer =
                "%nExample:%n  HOURGLASS_DATA=/data jobs/recommend --conf conf/ml100k.conf recommend.k=20")
public final class RecommendJob extends Job {
    @Option(
            names = "--fold-in",
            paramLabel = "PATH",
            description =
                    "Ratings of users the model does not know, in the form of ratings.path: lists are"
                            + " made for these, without training.")
    private String foldIn;

    @Override
    List<Step> steps() {
        return List.of(foldIn == null ? new RecommendStep(true) : new FoldInStep());
    }

    @Override
    List<String> overrides() {
        return Optional.ofNullable(foldIn).map(path -> "recommend.fold-in=" + quoted(path)).stream()
                .toList();
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "seed", "ratings", "recommend", "engine", "spark");
    }
}
