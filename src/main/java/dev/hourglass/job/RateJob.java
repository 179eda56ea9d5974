package dev.hourglass.job;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobs/rate}. */
@Command(
        name = "rate",
        customSynopsis = "jobs/rate [--conf=FILE] --pairs=PATH [--debug] [key=value...]",
        description =
                "Predicts what users will rate items, from all ratings of the dataset, and measures the"
                        + " predictions where the ratings are known. The networks are trained at the first"
                        + " call with a configuration, and found by it afterwards.",
        footer =
                "%nExample:%n  HOURGLASS_DATA=/data jobs/rate --conf conf/ml100k.conf name=stars ratings.threshold=null"
                        + " --pairs /data/pairs.tsv")
public final class RateJob extends Job {
    @Option(
            names = "--pairs",
            paramLabel = "PATH",
            description =
                    "Users and items, in the form of ratings.path. The columns of rating and time may be"
                            + " missing.")
    private String pairs;

    @Override
    List<Step> steps() {
        return List.of(new RateStep());
    }

    @Override
    List<String> overrides() {
        return Optional.ofNullable(pairs).map(path -> "rating.pairs=" + quoted(path)).stream()
                .toList();
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "seed", "ratings", "rating", "limit", "engine", "spark");
    }
}
