package dev.hourglass.report;

import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.RunSummary.Score;
import dev.hourglass.report.Table.Column;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** What ran, and its outcome in a few figures. */
final class RunSection {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private RunSection() {}

    static Section of(RunSummary run) {
        return new Section(
                "run",
                "What ran",
                Html.join(
                        tiles(run),
                        Elements.columns(facts(run), steps(run)),
                        Html.of(
                                "<details><summary>Configuration</summary><pre>%s</pre></details>",
                                run.configuration())));
    }

    private static Html tiles(RunSummary run) {
        return Html.of(
                "<dl class=\"tiles\">%s</dl>",
                Html.join(
                        error(run),
                        score("Cluster accuracy", run.accuracy(), Numbers::percent),
                        score("NMI", run.mutualInformation(), Numbers::measure),
                        rows(run),
                        time(run)));
    }

    private static Html error(RunSummary run) {
        Optional<Score> error = run.testError();
        String name = "Test error (%s)".formatted(run.errorName());
        if (error.isPresent() && !run.errorName().equals(RunSummary.MSE)) {
            // Of another loss PCA has no like.
            return tile(
                    name,
                    Numbers.measure(error.get().value()),
                    List.of("mean over the test split"));
        }
        OptionalDouble pca = error.map(Score::pca).orElse(OptionalDouble.empty());
        if (pca.isEmpty() || pca.getAsDouble() <= 0) {
            return score(name, error, Numbers::measure);
        }
        double value = error.get().value();
        return tile(
                name,
                Numbers.measure(value),
                List.of(
                        "PCA " + Numbers.measure(pca.getAsDouble()),
                        "ratio " + Numbers.measure(value / pca.getAsDouble())));
    }

    private static Html score(String name, Optional<Score> score, DoubleFunction<String> format) {
        if (score.isEmpty()) {
            return tile(name, "–", List.of("not measured"));
        }
        OptionalDouble pca = score.get().pca();
        return tile(
                name,
                format.apply(score.get().value()),
                List.of(
                        pca.isPresent()
                                ? "PCA " + format.apply(pca.getAsDouble())
                                : "PCA not measured"));
    }

    private static Html rows(RunSummary run) {
        String name = "Rows";
        if (run.splits().isEmpty()) {
            return tile(name, "–", List.of("not counted"));
        }
        return tile(
                name,
                Numbers.count(run.rows()),
                run.splits().stream()
                        .map(split -> split.name() + " " + Numbers.count(split.rows()))
                        .toList());
    }

    private static Html time(RunSummary run) {
        String name = "Time";
        if (run.steps().isEmpty()) {
            return tile(name, "–", List.of("not measured"));
        }
        return tile(name, Numbers.duration(run.seconds()), List.of("all steps together"));
    }

    private static Html tile(String name, String value, List<String> notes) {
        return Html.of(
                "<div><dt>%s</dt><dd class=\"value\">%s</dd>%s</div>",
                name, value, Html.each(notes, note -> Html.of("<dd class=\"note\">%s</dd>", note)));
    }

    private static Html facts(RunSummary run) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Run", Html.of("<code>%s</code>", run.runId())));
        facts.add(new Fact("Name", run.name()));
        facts.add(new Fact("Started", TIME.format(run.started())));
        facts.add(
                new Fact(
                        "Dataset fingerprint",
                        Html.of("<code>%s</code>", run.datasetFingerprint())));
        run.versions()
                .forEach(version -> facts.add(new Fact(version.software(), version.version())));
        return Elements.facts(facts);
    }

    private static Html steps(RunSummary run) {
        if (run.steps().isEmpty()) {
            return Elements.sentence("No step's time was recorded.");
        }
        Table table =
                new Table(
                        "Time of each step",
                        List.of(
                                Column.words("Step"),
                                Column.number("Seconds"),
                                Column.number("Share")));
        run.steps()
                .forEach(
                        step ->
                                table.row(
                                        List.of(
                                                step.name(),
                                                Numbers.measure(step.seconds()),
                                                Numbers.percent(step.seconds() / run.seconds()))));
        return table.html();
    }
}
