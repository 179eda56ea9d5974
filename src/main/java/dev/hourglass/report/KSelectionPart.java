package dev.hourglass.report;

import dev.hourglass.report.Elements.Key;
import dev.hourglass.report.KSelection.Candidate;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the number of clusters was chosen: the criterion by that number, and a table of all. */
final class KSelectionPart {
    private static final int HEIGHT = 320;

    private KSelectionPart() {}

    static Html of(KSelection selection) {
        String text =
                "%s clusters were chosen by %s, on %s rows."
                        .formatted(
                                Numbers.count(selection.k()),
                                selection.criterion(),
                                Numbers.count(selection.rows()));
        return Html.join(
                Html.of("<h3>How many clusters</h3>"),
                Elements.sentence(text),
                Elements.columns(plot(selection), table(selection)));
    }

    private static Html plot(KSelection selection) {
        double[] ks = selection.candidates().stream().mapToDouble(Candidate::k).toArray();
        double[] values =
                selection.candidates().stream().mapToDouble(Candidate::chosenBy).toArray();
        double chosen =
                selection.candidates().stream()
                        .filter(candidate -> candidate.k() == selection.k())
                        .mapToDouble(Candidate::chosenBy)
                        .findFirst()
                        .orElseThrow();
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        HEIGHT,
                        Axis.linear("clusters", Arrays.stream(ks)).whole().padded(),
                        Axis.linear(selection.criterion(), Arrays.stream(values)).padded());
        plot.line(ks, values, Palette.BLUE).points(ks, values, Marker.CIRCLE, Palette.BLUE);
        plot.points(
                new double[] {selection.k()}, new double[] {chosen}, Marker.CIRCLE, Palette.ORANGE);
        String alternative =
                "%s by number of clusters, from %d to %d; %d were chosen"
                        .formatted(
                                selection.criterion(),
                                (int) ks[0],
                                (int) ks[ks.length - 1],
                                selection.k());
        return Elements.plot(
                "Criterion by number of clusters",
                plot.html(alternative),
                List.of(
                        new Key("●", Palette.BLUE, selection.criterion()),
                        new Key("●", Palette.ORANGE, "chosen")));
    }

    private static Html table(KSelection selection) {
        boolean gaps = selection.candidates().stream().anyMatch(tried -> tried.gap().isPresent());
        List<Column> columns =
                new ArrayList<>(
                        List.of(
                                Column.number("Clusters"),
                                Column.number("Silhouette"),
                                Column.number("Davies–Bouldin"),
                                Column.number("BIC")));
        if (gaps) {
            columns.add(Column.number("Gap"));
        }
        Table table = new Table("Numbers of clusters tried", columns);
        for (Candidate tried : selection.candidates()) {
            List<Object> cells =
                    new ArrayList<>(
                            List.of(
                                    tried.k() == selection.k()
                                            ? tried.k() + " (chosen)"
                                            : tried.k(),
                                    Numbers.measure(tried.silhouette()),
                                    Numbers.measure(tried.daviesBouldin()),
                                    Numbers.measure(tried.bic())));
            if (gaps) {
                cells.add(Numbers.measure(tried.gap().orElse(Double.NaN)));
            }
            table.row(cells);
        }
        return table.html();
    }
}
