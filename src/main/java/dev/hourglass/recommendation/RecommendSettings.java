package dev.hourglass.recommendation;

import dev.hourglass.config.Require;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code recommend} of the configuration.
 *
 * @param k items in each list, 1 to 1,000
 * @param similar items to find for each item, 1 to 1,000
 * @param baselines that the model is compared with on the test users
 * @param items what they are called
 * @param foldIn ratings of other users to recommend items to; null for the dataset's own users
 */
public record RecommendSettings(
        int k, int similar, List<Baseline> baselines, ItemSettings items, String foldIn) {
    /** What a model is compared with. */
    public enum Baseline {
        POPULARITY,
        EASE,
        ALS
    }

    public RecommendSettings {
        Require.range("recommend.k", k, 1, 1_000);
        Require.range("recommend.similar", similar, 1, 1_000);
        baselines = List.copyOf(baselines);
    }

    /** Ratings of other users. */
    public Optional<String> foldInPath() {
        return Optional.ofNullable(foldIn);
    }
}
