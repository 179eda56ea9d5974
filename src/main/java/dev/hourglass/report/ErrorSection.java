package dev.hourglass.report;

import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.Elements.Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** How well single rows were reconstructed, and the worst of them. */
final class ErrorSection {
    private static final int HEIGHT = 320;

    private ErrorSection() {}

    static Section of(Optional<ErrorDistribution> errors, SampleView view) {
        return new Section(
                "errors",
                "Reconstruction errors",
                errors.map(found -> body(found, view))
                        .orElseGet(
                                () ->
                                        Elements.sentence(
                                                "No errors were computed: see embed.reconstruction-error.")));
    }

    private static Html body(ErrorDistribution errors, SampleView view) {
        return Html.join(
                Elements.columns(histogram(errors), facts(errors)),
                Html.of("<h3>Worst samples</h3>"),
                errors.worst().isEmpty()
                        ? Elements.sentence("This run kept no worst samples to show.")
                        : view.grid(errors.worst()));
    }

    private static Html histogram(ErrorDistribution errors) {
        double[] edges = errors.edges().stream().mapToDouble(Double::doubleValue).toArray();
        double[] heights = errors.counts().stream().mapToDouble(Long::doubleValue).toArray();
        Plot plot =
                new Plot(
                                Frame.LABELLED,
                                HEIGHT,
                                Axis.linear(
                                        "reconstruction error of a row", DoubleStream.of(edges)),
                                Axis.linear(
                                                "rows",
                                                DoubleStream.concat(
                                                        DoubleStream.of(0),
                                                        DoubleStream.of(heights)))
                                        .whole())
                        .bars(edges, heights, Palette.PALE_BLUE)
                        .mark(errors.median(), Palette.GREY)
                        .mark(errors.mean(), Palette.PURPLE)
                        .mark(errors.percentile95(), Palette.ORANGE);
        String alternative =
                "Histogram of reconstruction errors: mean %s, median %s, 95 %% below %s"
                        .formatted(
                                Numbers.measure(errors.mean()),
                                Numbers.measure(errors.median()),
                                Numbers.measure(errors.percentile95()));
        return Elements.plot(
                "Rows by reconstruction error",
                plot.html(alternative),
                List.of(
                        new Key("━", Palette.GREY, "median"),
                        new Key("━", Palette.PURPLE, "mean"),
                        new Key("━", Palette.ORANGE, "95 % of rows are below")));
    }

    private static Html facts(ErrorDistribution errors) {
        long rows = errors.counts().stream().mapToLong(Long::longValue).sum();
        return Elements.facts(
                List.of(
                        new Fact("Split", errors.split()),
                        new Fact("Rows", Numbers.count(rows)),
                        new Fact("Mean", Numbers.measure(errors.mean())),
                        new Fact("Median", Numbers.measure(errors.median())),
                        new Fact("95 % are below", Numbers.measure(errors.percentile95()))));
    }
}
