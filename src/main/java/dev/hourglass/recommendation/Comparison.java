package dev.hourglass.recommendation;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.recommendation.RecommendSettings.Baseline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * What the lists of a model and of baselines are worth to the users of the test split, by strong
 * generalisation: see {@link FoldIn}. Settings of the baselines are chosen on the validation split.
 */
public final class Comparison implements AutoCloseable {

    private final SparkSession spark;
    private final ItemCounts counts;
    private final long seed;
    private final Consumer<String> say;
    private final JavaRDD<Interactions> train;

    /** Null where there are none. */
    private final JavaRDD<HeldOutUser> validation;

    private final JavaRDD<HeldOutUser> test;

    /**
     * @param dataset of users, whose test split is not empty
     * @param counts of its train split
     * @param say tells people what is done, or left out
     */
    public Comparison(
            SparkSession spark,
            TensorDataset dataset,
            ItemCounts counts,
            long seed,
            Consumer<String> say) {
        this.spark = spark;
        this.counts = counts;
        this.seed = seed;
        this.say = say;
        FoldIn foldIn = new FoldIn(counts, seed);
        train = Interactions.of(spark, dataset, Split.TRAIN);
        validation =
                dataset.manifest().count(Split.VALIDATION) == 0
                        ? null
                        : divided(foldIn, Interactions.of(spark, dataset, Split.VALIDATION));
        test = divided(foldIn, Interactions.of(spark, dataset, Split.TEST));
    }

    /**
     * Measures the model first, then the baselines in their order; such as cannot be fitted are
     * left out, and people told so.
     *
     * @param name of the model in the results
     */
    public List<RankingResult> measure(String name, ScorerFactory model, List<Baseline> baselines) {
        RankingEvaluation onTest = new RankingEvaluation(test, counts, seed);
        List<RankingResult> results = new ArrayList<>();
        say.accept("lists of " + name);
        results.add(onTest.evaluate(name, model));
        for (Baseline baseline : baselines) {
            if (baseline != Baseline.POPULARITY && validation == null) {
                say.accept(baseline + " left out: no validation users to choose its settings by");
            } else if (baseline == Baseline.EASE && counts.items() > GramMatrix.MAX_ITEMS) {
                say.accept("EASE left out: it takes at most " + GramMatrix.MAX_ITEMS + " items");
            } else {
                say.accept("lists of " + baseline);
                results.add(onTest.evaluate(baseline.name(), fitted(baseline)));
            }
        }
        return results;
    }

    private ScorerFactory fitted(Baseline baseline) {
        return switch (baseline) {
            case POPULARITY -> new Popularity(counts);
            case EASE ->
                    Ease.choose(
                            GramMatrix.of(train, counts.items()),
                            new RankingEvaluation(validation, counts, seed),
                            Ease.GRID);
            case ALS -> {
                AlsSettings settings =
                        ImplicitAls.choose(
                                spark,
                                train,
                                new RankingEvaluation(validation, counts, seed),
                                AlsSettings.GRID,
                                seed);
                yield ImplicitAls.fit(spark, train, test, counts.items(), settings, seed);
            }
        };
    }

    /** Lets the held-out users go. */
    @Override
    public void close() {
        if (validation != null) {
            validation.unpersist();
        }
        test.unpersist();
    }

    private static JavaRDD<HeldOutUser> divided(FoldIn foldIn, JavaRDD<Interactions> users) {
        return foldIn.divide(users).persist(StorageLevel.MEMORY_AND_DISK());
    }
}
