package dev.hourglass.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table under construction; each row's first cell heads the row. */
final class Table {
    private final String name;
    private final List<Column> columns;
    private final List<Html> rows = new ArrayList<>();

    /** A column's heading and the class that aligns its cells. */
    record Column(String title, String alignment) {
        static Column words(String title) {
            return new Column(title, "words");
        }

        static Column number(String title) {
            return new Column(title, "number");
        }
    }

    Table(String name, List<Column> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; a cell that is not Html is escaped. */
    void row(List<?> cells) {
        List<Html> row =
                IntStream.range(0, cells.size())
                        .mapToObj(column -> cell(column, cells.get(column)))
                        .toList();
        rows.add(Html.of("<tr>%s</tr>", Html.join(row)));
    }

    /** The finished table in a box that scrolls. */
    Html html() {
        String head = "<th scope=\"col\" class=\"%s\">%s</th>";
        Html heads =
                Html.each(columns, column -> Html.of(head, column.alignment(), column.title()));
        return Elements.scrolling(
                name,
                Html.of(
                        "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>",
                        heads, Html.join(rows)));
    }

    private Html cell(int column, Object content) {
        String alignment = columns.get(column).alignment();
        return column == 0
                ? Html.of("<th scope=\"row\" class=\"%s\">%s</th>", alignment, content)
                : Html.of("<td class=\"%s\">%s</td>", alignment, content);
    }
}
