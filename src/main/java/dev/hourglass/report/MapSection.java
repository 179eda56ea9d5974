package dev.hourglass.report;

import dev.hourglass.report.EmbeddingMap.Point;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The embeddings in a plane, by label and by cluster. */
final class MapSection {
    private static final int HEIGHT = 440;

    private MapSection() {}

    static Section of(Optional<EmbeddingMap> map) {
        return new Section(
                "map",
                "Embedding map",
                map.filter(found -> !found.points().isEmpty())
                        .map(MapSection::body)
                        .orElseGet(() -> Elements.sentence("This run drew no embedding map.")));
    }

    private static Html body(EmbeddingMap map) {
        return Html.join(
                Elements.sentence(
                        "%s rows of the embedding table, laid out by UMAP: near rows stay near; distances between groups mean little."
                                .formatted(Numbers.count(map.points().size()))),
                Elements.columns(
                        view(map, "label", Point::label),
                        view(map, "cluster", MapSection::cluster)));
    }

    private static Optional<String> cluster(Point point) {
        return point.cluster().stream().mapToObj(String::valueOf).findFirst();
    }

    private static Html view(
            EmbeddingMap map, String name, Function<Point, Optional<String>> property) {
        if (map.points().stream().allMatch(point -> property.apply(point).isEmpty())) {
            return Html.of("<p>No row has a %s to colour it by.</p>", name);
        }
        List<Category<Point>> categories =
                Category.of(map.points(), property, "other " + name + "s", "no " + name);
        String alternative =
                "Scatter plot of %s embeddings by %s"
                        .formatted(Numbers.count(map.points().size()), name);
        return Elements.plot(
                "By " + name,
                draw(map, categories).html(alternative),
                categories.stream().map(Category::key).toList());
    }

    private static Plot draw(EmbeddingMap map, List<Category<Point>> categories) {
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        HEIGHT,
                        Axis.linear("first coordinate", map.points().stream().mapToDouble(Point::x))
                                .padded(),
                        Axis.linear(
                                        "second coordinate",
                                        map.points().stream().mapToDouble(Point::y))
                                .padded());
        // Backwards, so that the grey points, which come last, lie below the others.
        for (int i = categories.size() - 1; i >= 0; i--) {
            Category<Point> category = categories.get(i);
            plot.points(
                    category.points().stream().mapToDouble(Point::x).toArray(),
                    category.points().stream().mapToDouble(Point::y).toArray(),
                    category.marker(),
                    category.key().colour());
        }
        return plot;
    }
}
