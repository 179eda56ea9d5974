package dev.hourglass.report;

import dev.hourglass.report.Elements.Key;
import dev.hourglass.report.Recommendations.Point;
import java.util.List;

/** The items in a plane, by genre. */
final class ItemMapPart {
    private static final int HEIGHT = 460;

    private ItemMapPart() {}

    static Html of(List<Point> points) {
        if (points.isEmpty()) {
            return Html.NOTHING;
        }
        boolean genres = points.stream().anyMatch(point -> point.genre().isPresent());
        String text =
                "The %s most popular items, laid out by UMAP: items that the same users have are near. Rest the pointer on one to see its name.%s"
                        .formatted(
                                Numbers.count(points.size()),
                                genres ? "" : " Genres can be given by recommend.items.");
        return Html.join(
                Html.of("<h3>Map of the items</h3>"),
                Elements.sentence(text),
                Html.of("<div class=\"wide\">%s</div>", plot(points, genres)));
    }

    private static Html plot(List<Point> points, boolean genres) {
        List<Category<Point>> categories =
                genres
                        ? Category.of(points, Point::genre, "other genres", "no genre")
                        : List.of(
                                new Category<>(
                                        new Key(Marker.CIRCLE.symbol(), Palette.BLUE, "an item"),
                                        Marker.CIRCLE,
                                        points));
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        HEIGHT,
                        Axis.linear("first coordinate", points.stream().mapToDouble(Point::x))
                                .padded(),
                        Axis.linear("second coordinate", points.stream().mapToDouble(Point::y))
                                .padded());
        // Backwards, so that the grey points, which come last, lie below the others.
        for (int i = categories.size() - 1; i >= 0; i--) {
            Category<Point> category = categories.get(i);
            plot.named(
                    category.points().stream().mapToDouble(Point::x).toArray(),
                    category.points().stream().mapToDouble(Point::y).toArray(),
                    category.points().stream().map(Point::name).toList(),
                    category.marker(),
                    category.key().colour());
        }
        return Elements.plot(
                genres ? "Items by genre" : "Items",
                plot.html("Scatter plot of %s items".formatted(Numbers.count(points.size()))),
                genres ? categories.stream().map(Category::key).toList() : List.of());
    }
}
