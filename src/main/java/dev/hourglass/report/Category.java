package dev.hourglass.report;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.hourglass.report.Elements.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Points of a map that are drawn alike.
 *
 * @param key what they are called and the look that the legend gives them
 * @param marker what each is drawn as
 * @param points the points
 */
record Category<P>(Key key, Marker marker, List<P> points) {
    /**
     * Sorts points by a property. Values beyond those that can be told apart, the rarest, share a
     * grey category, and so do the points without a value.
     *
     * @param <P> what a point is
     * @param points the points
     * @param property what they are sorted by
     * @param others what the rarest values together are called
     * @param missing what the points without a value are called
     * @return the categories by name, the grey ones last
     */
    static <P> List<Category<P>> of(
            List<P> points,
            Function<? super P, Optional<String>> property,
            String others,
            String missing) {
        Map<String, List<P>> byValue =
                points.stream()
                        .filter(point -> property.apply(point).isPresent())
                        .collect(
                                groupingBy(
                                        point -> property.apply(point).get(),
                                        () -> new TreeMap<>(Labels.ORDER),
                                        toList()));
        Set<String> own = commonest(byValue);
        List<Category<P>> categories = new ArrayList<>();
        List<P> rare = new ArrayList<>();
        byValue.forEach(
                (value, members) -> {
                    if (own.contains(value)) {
                        categories.add(coloured(categories.size(), value, members));
                    } else {
                        rare.addAll(members);
                    }
                });
        categories.add(grey(others, rare));
        categories.add(
                grey(missing, points.stream().filter(p -> property.apply(p).isEmpty()).toList()));
        categories.removeIf(category -> category.points().isEmpty());
        return categories;
    }

    private static <P> Set<String> commonest(Map<String, List<P>> byValue) {
        return byValue.entrySet().stream()
                .sorted(comparing(entry -> -entry.getValue().size()))
                .limit(Palette.CATEGORIES)
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    private static <P> Category<P> coloured(int index, String name, List<P> points) {
        Key key = new Key(Palette.marker(index).symbol(), Palette.colour(index), name);
        return new Category<>(key, Palette.marker(index), points);
    }

    private static <P> Category<P> grey(String name, List<P> points) {
        return new Category<>(
                new Key(Marker.CROSS.symbol(), Palette.REST, name), Marker.CROSS, points);
    }
}
