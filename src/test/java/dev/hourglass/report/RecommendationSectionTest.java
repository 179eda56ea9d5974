package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.report.Recommendations.Method;
import dev.hourglass.report.Recommendations.Point;
import dev.hourglass.report.Recommendations.UserList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommendationSectionTest {
    private static final String HOSTILE = "\"'><script>alert(1)</script>";

    @Test
    void theHighestOfEachColumnIsMarked() {
        String html = html(RecommendationFixtures.METHODS, List.of(), List.of());
        assertThat(html)
                .contains(
                        "<strong>0.412</strong><br><small>0.392–0.432</small>",
                        "<strong>61.0\u00a0%</strong>",
                        "<strong>7.5</strong>")
                .doesNotContain("<strong>0.409</strong>", "<strong>7.25</strong>");
    }

    @Test
    void aMethodWithoutOthersIsNotMarked() {
        assertThat(html(RecommendationFixtures.METHODS.subList(0, 1), List.of(), List.of()))
                .contains("0.412")
                .doesNotContain("<strong>");
    }

    @Test
    void whatIsMissingIsSaidOrLeftOut() {
        assertThat(html(List.of(), List.of(), List.of()))
                .contains("There were no test users", "900", "300")
                .doesNotContain("<table", "<svg", "Map of the items", "Lists of some users");
    }

    @Test
    void itemsAreColouredByGenreAndTellTheirNames() {
        assertThat(html(List.of(), RecommendationFixtures.map(12), List.of()))
                .contains(
                        "Items by genre",
                        "</span> Film-Noir</li>",
                        "</span> no genre</li>",
                        "<title>Film 11</title></path>");
    }

    @Test
    void itemsWithoutGenresAreOfOneColour() {
        assertThat(html(List.of(), List.of(new Point(0, 0, "1", Optional.empty())), List.of()))
                .contains("Genres can be given by recommend.items", "<title>1</title>")
                .doesNotContain("<li>");
    }

    @Test
    void aShortListLeavesCellsEmpty() {
        List<UserList> lists = List.of(new UserList("u", 1, List.of("a"), List.of("b", "c")));
        assertThat(html(List.of(), List.of(), lists))
                .contains("Has (1 of 1)", "<td class=\"words\"></td>\n<td class=\"words\">c</td>");
    }

    @Test
    void textsBringNoMarkup() {
        String html =
                RecommendationSection.of(RecommendationFixtures.saying(HOSTILE)).html().markup();
        assertThat(html)
                .doesNotContain("<script", HOSTILE)
                .contains("<title>&quot;&apos;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>");
    }

    private static String html(List<Method> methods, List<Point> map, List<UserList> lists) {
        return RecommendationSection.of(
                        new Recommendations(900, 300, methods, map, lists, List.of()))
                .html()
                .markup();
    }
}
