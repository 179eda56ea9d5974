package dev.hourglass.report;

import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.Recommendations.Estimate;
import dev.hourglass.report.Recommendations.Method;
import dev.hourglass.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What the lists of each method are worth: a plot of one measure, and a table of all. */
final class MethodPart {
    private static final int ROOM = 70;
    private static final int ROW = 46;
    private static final String EXPLANATION =
            """
            Means over test users, of whom the methods see four fifths of the items and are to find \
            the others, with the interval that holds 95 % of the bootstrap's means. Coverage is the \
            share of the items that are in the first 20 of any list, novelty the mean of −log₂ of the \
            share of train users who have an item of these. The highest of each column is bold.\
            """;

    private MethodPart() {}

    static Html of(Recommendations found) {
        List<Method> methods = found.methods();
        if (methods.isEmpty()) {
            return Html.join(
                    facts(found),
                    Elements.sentence(
                            "There were no test users with whom lists could be measured."));
        }
        return Html.join(
                Elements.columns(plot(methods), facts(found)),
                Html.of("<h3>What lists are worth</h3>"),
                table(methods),
                Elements.sentence(EXPLANATION));
    }

    private static Html facts(Recommendations found) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Users with a list", Numbers.count(found.users())));
        facts.add(new Fact("Items", Numbers.count(found.items())));
        if (!found.methods().isEmpty()) {
            facts.add(new Fact("Users measured", Numbers.count(found.methods().get(0).users())));
        }
        return Elements.facts(facts);
    }

    private static Html plot(List<Method> methods) {
        int count = methods.size();
        Plot plot =
                new Plot(
                        Frame.LABELLED,
                        ROOM + ROW * count,
                        Axis.linear("NDCG@100", methods.stream().flatMapToDouble(MethodPart::ends))
                                .padded(),
                        Axis.bare(0, count));
        StringBuilder alternative = new StringBuilder("NDCG@100 by method");
        for (int i = 0; i < count; i++) {
            Estimate ndcg = methods.get(i).ndcg100();
            String name = methods.get(i).name();
            double[] row = {count - i - 0.7, count - i - 0.7};
            // The model's colour is its own.
            String colour = i == 0 ? Palette.BLUE : Palette.GREY;
            plot.line(new double[] {ndcg.low(), ndcg.high()}, row, colour)
                    .points(
                            new double[] {ndcg.mean()},
                            new double[] {row[0]},
                            Marker.CIRCLE,
                            colour)
                    .text(ndcg.mean(), count - i - 0.35, name);
            alternative.append("; %s %s".formatted(name, Numbers.measure(ndcg.mean())));
        }
        return Elements.plot(
                "NDCG@100 by method, with 95 % intervals",
                plot.html(alternative.toString()), List.of());
    }

    private static DoubleStream ends(Method method) {
        return DoubleStream.of(method.ndcg100().low(), method.ndcg100().high());
    }

    private static Html table(List<Method> methods) {
        Table table =
                new Table(
                        "Measures by method",
                        List.of(
                                Column.words("Method"),
                                Column.number("Recall@20"),
                                Column.number("Recall@50"),
                                Column.number("NDCG@100"),
                                Column.number("MAP@100"),
                                Column.number("Coverage"),
                                Column.number("Novelty, bits"),
                                Column.number("Users")));
        for (Method method : methods) {
            table.row(
                    List.of(
                            method.name(),
                            estimate(methods, method, Method::recall20),
                            estimate(methods, method, Method::recall50),
                            estimate(methods, method, Method::ndcg100),
                            estimate(methods, method, Method::map100),
                            marked(methods, method, Method::coverage, Numbers::percent),
                            marked(methods, method, Method::novelty, Numbers::measure),
                            Numbers.count(method.users())));
        }
        return table.html();
    }

    private static Html estimate(
            List<Method> methods, Method method, Function<Method, Estimate> measure) {
        Estimate estimate = measure.apply(method);
        return Html.of(
                "%s<br><small>%s–%s</small>",
                marked(methods, method, one -> measure.apply(one).mean(), MethodPart::share),
                share(estimate.low()),
                share(estimate.high()));
    }

    private static Html marked(
            List<Method> methods,
            Method method,
            ToDoubleFunction<Method> value,
            DoubleFunction<String> format) {
        double own = value.applyAsDouble(method);
        String shown = format.apply(own);
        // The only one there is has nothing to be better than.
        boolean best =
                methods.size() > 1
                        && methods.stream().mapToDouble(value).allMatch(other -> other <= own);
        return best ? Html.of("<strong>%s</strong>", shown) : Html.text(shown);
    }

    /** Three decimals: all measures are of one size. */
    private static String share(double value) {
        return String.format(java.util.Locale.ROOT, "%.3f", value);
    }
}
