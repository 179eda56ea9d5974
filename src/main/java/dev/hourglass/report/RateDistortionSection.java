package dev.hourglass.report;

import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.Elements.Key;
import dev.hourglass.report.RateDistortionCurves.Curve;
import dev.hourglass.report.RateDistortionCurves.Point;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The error of a code by its bits, of the model and of linear transforms. */
final class RateDistortionSection {
    private static final int HEIGHT = 360;

    /** Far from one another, for colour-blind readers too, and each with a marker of its own. */
    private static final List<String> COLOURS =
            List.of(Palette.BLUE, Palette.ORANGE, Palette.PURPLE, Palette.GREY);

    private static final List<Marker> MARKERS = List.of(Marker.values());

    private static final String EXPLANATION =
            """
            Every coder codes the same windows of the test split, each less its mean and over its \
            standard deviation, which count 20 bits, and with the step at which they take the row's \
            bits. Bits are ideal code lengths, by probabilities that the model learnt in training, and \
            that the transforms have from windows of the train split. PRDN is a window's root mean \
            square error as a percentage of its standard deviation. Ratios are to 11 bits a sample, \
            those of the converter of the MIT-BIH Arrhythmia Database.\
            """;

    private RateDistortionSection() {}

    static Section of(RateDistortionCurves measured) {
        return new Section(
                "rate-distortion",
                "Rate and distortion",
                Html.join(
                        Elements.columns(plot(measured.curves()), facts(measured)),
                        Html.of("<h3>PRDN at equal bits</h3>"),
                        table(measured.curves()),
                        Elements.sentence(EXPLANATION)));
    }

    private static Html plot(List<Curve> curves) {
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        HEIGHT,
                        Axis.linear("bits a sample", all(curves, Point::bitsPerSample)).padded(),
                        Axis.linear("mean PRDN of a window, %", all(curves, Point::prdn)).padded());
        List<Key> keys = new ArrayList<>();
        // The first is drawn last, above the others.
        for (int i = curves.size() - 1; i >= 0; i--) {
            List<Point> points = curves.get(i).points();
            String colour = COLOURS.get(i % COLOURS.size());
            Marker marker = MARKERS.get(i % MARKERS.size());
            double[] bits = points.stream().mapToDouble(Point::bitsPerSample).toArray();
            double[] prdn = points.stream().mapToDouble(Point::prdn).toArray();
            plot.line(bits, prdn, colour).points(bits, prdn, marker, colour);
            keys.add(0, new Key(marker.symbol(), colour, curves.get(i).coder()));
        }
        return Elements.plot("PRDN by bits a sample", plot.html(alternative(curves)), keys);
    }

    private static String alternative(List<Curve> curves) {
        StringBuilder text = new StringBuilder("PRDN by bits a sample");
        for (Curve curve : curves) {
            Point first = curve.points().get(0);
            Point last = curve.points().get(curve.points().size() - 1);
            text.append(
                    "; %s from %s to %s"
                            .formatted(
                                    curve.coder(),
                                    Numbers.measure(first.prdn()),
                                    Numbers.measure(last.prdn())));
        }
        return text.toString();
    }

    private static Html facts(RateDistortionCurves measured) {
        return Elements.facts(
                List.of(
                        new Fact("Test windows", Numbers.count(measured.testWindows())),
                        new Fact("Training windows", Numbers.count(measured.trainingWindows())),
                        new Fact("Samples of each", Numbers.count(measured.samples()))));
    }

    private static Html table(List<Curve> curves) {
        List<Column> columns =
                new ArrayList<>(List.of(Column.number("Ratio"), Column.number("Bits a sample")));
        for (Curve curve : curves) {
            columns.add(Column.number(curve.coder()));
            columns.add(Column.number("worst"));
        }
        Table table = new Table("PRDN at equal bits, in percent", columns);
        curves.stream()
                .flatMap(curve -> curve.points().stream())
                .map(Point::ratio)
                .distinct()
                .sorted((one, other) -> other - one)
                .forEach(ratio -> table.row(row(curves, ratio)));
        return table.html();
    }

    private static List<String> row(List<Curve> curves, int ratio) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(ratio)));
        curves.stream()
                .flatMap(curve -> at(curve, ratio).stream())
                .findFirst()
                .ifPresent(point -> cells.add(Numbers.measure(point.bitsPerSample())));
        for (Curve curve : curves) {
            Optional<Point> point = at(curve, ratio);
            cells.add(point.map(Point::prdn).map(Numbers::measure).orElse("–"));
            cells.add(point.map(Point::worstPrdn).map(Numbers::measure).orElse("–"));
        }
        return cells;
    }

    private static Optional<Point> at(Curve curve, int ratio) {
        return curve.points().stream().filter(point -> point.ratio() == ratio).findFirst();
    }

    private static DoubleStream all(List<Curve> curves, ToDoubleFunction<Point> value) {
        return curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(value);
    }
}
