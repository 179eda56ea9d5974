package dev.hourglass.report;

import dev.hourglass.report.Recommendations.SimilarItems;
import dev.hourglass.report.Recommendations.UserList;
import dev.hourglass.report.Table.Column;
import java.util.List;

/** What lists of items are worth, a map of the items, and some lists to look at. */
final class RecommendationSection {
    private static final String LISTS =
            """
            Of a few users the items that they have, the highest rated first and of equal ratings the \
            most popular, beside the first of the list that the model makes of all of them.\
            """;

    private RecommendationSection() {}

    static Section of(Recommendations found) {
        return new Section(
                "recommendations",
                "Recommendations",
                Html.join(
                        MethodPart.of(found),
                        ItemMapPart.of(found.map()),
                        similar(found.similar()),
                        lists(found.lists())));
    }

    private static Html similar(List<SimilarItems> similar) {
        if (similar.isEmpty()) {
            return Html.NOTHING;
        }
        Table table =
                new Table(
                        "Similar items",
                        List.of(
                                Column.words("Item"),
                                Column.number("Users"),
                                Column.words("Nearest items")));
        for (SimilarItems one : similar) {
            table.row(List.of(one.item(), Numbers.count(one.users()), list(one.similar())));
        }
        return Html.join(
                Html.of("<h3>Items similar to the most popular ones</h3>"),
                Elements.sentence(
                        "Those whose vectors have the least angle to the item's, and how many train users have it."),
                table.html());
    }

    private static Html list(List<String> names) {
        return Html.of(
                "<ol class=\"names\">%s</ol>",
                Html.each(names, name -> Html.of("<li>%s</li>", name)));
    }

    private static Html lists(List<UserList> lists) {
        if (lists.isEmpty()) {
            return Html.NOTHING;
        }
        return Html.join(
                Html.of("<h3>Lists of some users</h3>"),
                Elements.sentence(LISTS),
                Html.of(
                        "<div class=\"columns\">%s</div>",
                        Html.each(lists, RecommendationSection::list)));
    }

    private static Html list(UserList list) {
        Table table =
                new Table(
                        "List of user " + list.user(),
                        List.of(
                                Column.number("Rank"),
                                Column.words(
                                        "Has (%s of %s)"
                                                .formatted(
                                                        Numbers.count(list.has().size()),
                                                        Numbers.count(list.items()))),
                                Column.words("Is recommended")));
        int rows = Math.max(list.has().size(), list.recommended().size());
        for (int i = 0; i < rows; i++) {
            table.row(List.of(i + 1, at(list.has(), i), at(list.recommended(), i)));
        }
        return Html.of("<div><h4>User %s</h4>%s</div>", list.user(), table.html());
    }

    private static String at(List<String> names, int i) {
        return i < names.size() ? names.get(i) : "";
    }
}
