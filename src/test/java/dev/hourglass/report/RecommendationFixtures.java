package dev.hourglass.report;

import dev.hourglass.report.Recommendations.Estimate;
import dev.hourglass.report.Recommendations.Method;
import dev.hourglass.report.Recommendations.Point;
import dev.hourglass.report.Recommendations.SimilarItems;
import dev.hourglass.report.Recommendations.UserList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up recommendations, as a report shows them. */
final class RecommendationFixtures {
    static final List<Method> METHODS =
            List.of(
                    method("films/1", 0.412, 0.61, 7.25),
                    method("popularity", 0.251, 0.04, 1.5),
                    method("EASE", 0.409, 0.48, 7.5));

    private RecommendationFixtures() {}

    /** A run over ratings. */
    static ReportData films() {
        return with(new Recommendations(900, 300, METHODS, map(300), lists(), similar()));
    }

    /** A run of which nothing else is known. */
    static ReportData with(Recommendations recommendations) {
        ReportData run = ReportFixtures.bare();
        return new ReportData(
                run.run(),
                "loss (nats a user)",
                List.of(new EpochLoss(1, 7.5, java.util.OptionalDouble.of(7.25))),
                run.rateDistortion(),
                run.tensor(),
                run.reconstructions(),
                run.map(),
                run.clustering(),
                Optional.of(recommendations),
                run.errors(),
                run.artifacts());
    }

    /** Every text is the given one. */
    static Recommendations saying(String text) {
        return new Recommendations(
                1,
                1,
                List.of(method(text, 0.4, 0.5, 3)),
                List.of(new Point(1, 1, text, Optional.of(text))),
                List.of(new UserList(text, 1, List.of(text), List.of(text))),
                List.of(new SimilarItems(text, 1, List.of(text))));
    }

    static Method method(String name, double ndcg, double coverage, double novelty) {
        return new Method(
                name,
                180,
                around(ndcg - 0.05),
                around(ndcg + 0.05),
                around(ndcg),
                around(ndcg - 0.2),
                coverage,
                novelty);
    }

    private static Estimate around(double mean) {
        return new Estimate(mean, mean - 0.02, mean + 0.02);
    }

    static List<Point> map(int items) {
        Random random = new Random(3);
        List<String> genres = List.of("Drama", "Comedy", "Film-Noir");
        return IntStream.range(0, items)
                .mapToObj(
                        i ->
                                new Point(
                                        4 * (i % 4) + random.nextGaussian(),
                                        random.nextGaussian(),
                                        "Film " + i,
                                        i % 4 == 3
                                                ? Optional.empty()
                                                : Optional.of(genres.get(i % 4))))
                .toList();
    }

    private static List<UserList> lists() {
        return IntStream.range(0, 4)
                .mapToObj(user -> new UserList("u" + user, 40, films(10, user), films(10, 90)))
                .toList();
    }

    private static List<SimilarItems> similar() {
        return IntStream.range(0, 5)
                .mapToObj(item -> new SimilarItems("Film " + item, 500 - item, films(5, 10 * item)))
                .toList();
    }

    private static List<String> films(int count, int from) {
        return IntStream.range(from, from + count)
                .mapToObj(film -> "Film %d: A Title of Some Length, The (1995)".formatted(film))
                .toList();
    }
}
