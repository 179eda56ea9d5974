package dev.hourglass.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The page that shows a run: one HTML file that needs nothing else. Style and images are inside it,
 * it runs no script, and its content security policy forbids it to load anything. The same data
 * give the same page on the same machine (the plots' text takes the machine's font).
 */
public final class ReportPage {
    private static final String TEMPLATE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>%s · Hourglass</title>
            <style>
            %s</style>
            </head>
            <body>
            <header><p>Hourglass run</p><h1>%s</h1><p><code>%s</code></p></header>
            <nav aria-label="Contents"><ul>%s</ul></nav>
            <main>
            %s
            </main>
            </body>
            </html>
            """;

    private ReportPage() {}

    /** The whole page, to be stored as UTF-8. */
    public static String render(ReportData data) {
        SampleView view = SampleView.of(data.tensor());
        List<Section> sections =
                new ArrayList<>(
                        List.of(
                                RunSection.of(data.run()),
                                LearningSection.of(data.loss(), data.learningCurve())));
        data.rateDistortion().map(RateDistortionSection::of).ifPresent(sections::add);
        data.recommendations().map(RecommendationSection::of).ifPresent(sections::add);
        sections.addAll(
                List.of(
                        ReconstructionSection.of(data.reconstructions(), view),
                        MapSection.of(data.map()),
                        ClusterSection.of(data.clustering(), view),
                        ErrorSection.of(data.errors(), view),
                        ArtifactSection.of(data.artifacts())));
        return Html.of(
                        TEMPLATE,
                        data.run().name(),
                        style(),
                        data.run().name(),
                        data.run().runId(),
                        contents(sections),
                        Html.each(sections, Section::html))
                .markup();
    }

    private static Html contents(List<Section> sections) {
        String item = "<li><a href=\"#%s\">%s</a></li>";
        return Html.each(sections, section -> Html.of(item, section.id(), section.title()));
    }

    private static Html style() {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            return new Html(new String(css.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
