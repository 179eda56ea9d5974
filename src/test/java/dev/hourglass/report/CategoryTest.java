package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.report.EmbeddingMap.Point;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CategoryTest {
    @Test
    void categoriesAreInTheOrderOfTheirNumbers() {
        assertThat(names(categories(points("10", "9", "cat", "1"))))
                .containsExactly("1", "9", "10", "cat");
    }

    @Test
    void thirtyCategoriesAllLookDifferent() {
        List<Category<Point>> categories = categories(labelled(30));
        assertThat(categories)
                .extracting(category -> category.key().colour() + category.marker())
                .doesNotHaveDuplicates()
                .hasSize(30);
    }

    @Test
    void theRarestOfManyLabelsShareAGreyCategory() {
        List<Point> points = Stream.concat(labelled(40).stream(), labelled(29).stream()).toList();
        List<Category<Point>> categories = categories(points);
        assertThat(categories).hasSize(31);
        Category<Point> others = categories.get(30);
        assertThat(others.key().name()).isEqualTo("others");
        assertThat(others.points()).hasSize(10);
        assertThat(categories.stream().mapToInt(category -> category.points().size()).sum())
                .isEqualTo(69);
    }

    @Test
    void pointsWithoutALabelAreKept() {
        Point unlabelled = new Point(0, 0, Optional.empty(), OptionalInt.empty());
        List<Category<Point>> categories =
                categories(Stream.concat(points("a").stream(), Stream.of(unlabelled)).toList());
        assertThat(names(categories)).containsExactly("a", "missing");
    }

    private static List<Category<Point>> categories(List<Point> points) {
        return Category.of(points, Point::label, "others", "missing");
    }

    private static List<Point> labelled(int labels) {
        return points(IntStream.range(0, labels).mapToObj(String::valueOf).toArray(String[]::new));
    }

    private static List<Point> points(String... labels) {
        return Stream.of(labels)
                .map(label -> new Point(0, 0, Optional.of(label), OptionalInt.empty()))
                .toList();
    }

    private static List<String> names(List<Category<Point>> categories) {
        return categories.stream().map(category -> category.key().name()).toList();
    }
}
