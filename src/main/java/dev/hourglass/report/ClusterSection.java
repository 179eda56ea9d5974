package dev.hourglass.report;

import static java.util.Comparator.comparing;

import dev.hourglass.report.Clustering.Cluster;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The clusters, what is in them, and how they relate to the labels. */
final class ClusterSection {
    private static final int MOST_CLUSTERS = 100;
    private static final int MOST_LABELS = 50;

    private ClusterSection() {}

    static Section of(Optional<Clustering> clustering, SampleView view) {
        return new Section(
                "clusters",
                "Clusters",
                clustering
                        .filter(found -> !found.clusters().isEmpty())
                        .map(found -> body(found, view))
                        .orElseGet(() -> Elements.sentence("The embeddings were not clustered.")));
    }

    private static Html body(Clustering clustering, SampleView view) {
        ConfusionMatrix matrix = new ConfusionMatrix(clustering.labelCounts());
        List<Cluster> shown =
                clustering.clusters().stream()
                        .sorted(comparing(cluster -> -cluster.size()))
                        .limit(MOST_CLUSTERS)
                        .sorted(comparing(Cluster::id))
                        .toList();
        return Html.join(
                Elements.sentence(introduction(clustering, shown.size())),
                table(clustering, shown, matrix, view),
                clustering.selection().map(KSelectionPart::of).orElse(Html.NOTHING),
                Html.of("<h3>Labels and clusters</h3>"),
                matrix.size() == 0
                        ? Elements.sentence(
                                "The dataset has no labels to compare the clusters with.")
                        : matrix(shown, matrix));
    }

    private static String introduction(Clustering clustering, int shown) {
        int all = clustering.clusters().size();
        String text =
                "%s clusters of %s rows, found by %s."
                        .formatted(
                                Numbers.count(all),
                                Numbers.count(clustering.rows()),
                                clustering.method());
        return shown == all ? text : text + " The %s largest are shown.".formatted(shown);
    }

    private static Html table(
            Clustering clustering, List<Cluster> shown, ConfusionMatrix matrix, SampleView view) {
        List<Column> columns =
                new ArrayList<>(
                        List.of(
                                Column.number("Cluster"),
                                Column.number("Size"),
                                Column.number("Share"),
                                Column.words("Majority label"),
                                Column.number("Purity"),
                                Column.number("Mean distance")));
        boolean pictures = shown.stream().anyMatch(cluster -> !cluster.nearest().isEmpty());
        if (pictures) {
            columns.add(Column.words("Nearest to the centre"));
            columns.add(Column.words("Farthest"));
        }
        Table table = new Table("Clusters", columns);
        for (Cluster cluster : shown) {
            List<Object> cells =
                    new ArrayList<>(
                            List.of(
                                    cluster.id(),
                                    Numbers.count(cluster.size()),
                                    Numbers.percent((double) cluster.size() / clustering.rows()),
                                    matrix.majority(cluster.id()).orElse("–"),
                                    matrix.purity(cluster.id()).map(Numbers::percent).orElse("–"),
                                    Numbers.measure(cluster.meanDistance())));
            if (pictures) {
                cells.add(strip(cluster.nearest(), view));
                cells.add(strip(cluster.farthest(), view));
            }
            table.row(cells);
        }
        return table.html();
    }

    private static Html strip(List<Sample> samples, SampleView view) {
        return Html.of("<div class=\"strip\">%s</div>", Html.each(samples, view::small));
    }

    private static Html matrix(List<Cluster> shown, ConfusionMatrix matrix) {
        List<String> labels = matrix.labels(MOST_LABELS);
        List<Integer> clusters = matrix.diagonal(shown);
        Html heads = Html.each(clusters, id -> Html.of("<th scope=\"col\">%s</th>", id));
        String row = "<tr><th scope=\"row\">%s</th>%s</tr>";
        Html rows = Html.each(labels, label -> Html.of(row, label, cells(matrix, label, clusters)));
        String explanation =
                "Rows of each label (down) in each cluster (across, ordered by majority label), shaded by their share of the label.";
        if (labels.size() < matrix.size()) {
            explanation +=
                    " The %d commonest of %s labels are shown."
                            .formatted(labels.size(), Numbers.count(matrix.size()));
        }
        return Html.join(
                Elements.sentence(explanation),
                Elements.scrolling(
                        "Labels and clusters",
                        Html.of(
                                "<table class=\"matrix\"><thead><tr><th scope=\"col\">Label</th>%s</tr></thead><tbody>%s</tbody></table>",
                                heads, rows)));
    }

    private static Html cells(ConfusionMatrix matrix, String label, List<Integer> clusters) {
        long all = matrix.rows(label);
        return Html.each(
                clusters,
                cluster -> {
                    long rows = matrix.rows(label, cluster);
                    return cell(rows, all == 0 ? 0 : (double) rows / all);
                });
    }

    private static Html cell(long rows, double share) {
        String kind = rows == 0 ? "none" : (share > 0.7 ? "most" : "some");
        return Html.of(
                "<td class=\"%s\" style=\"--share:%s%%\">%s</td>",
                kind, String.format(Locale.ROOT, "%.0f", 100 * share), Numbers.count(rows));
    }
}
