package dev.hourglass.report;

import dev.hourglass.report.Artifacts.Rejection;
import dev.hourglass.report.Elements.Fact;
import dev.hourglass.report.Table.Column;
import java.util.List;

/** Where the results are and how to read them, and what was set aside. */
final class ArtifactSection {
    private static final String SNIPPET =
            """
            embeddings = spark.read.parquet("%s")
            embeddings.select("id", "embedding", "reconstruction_error").show(5)\
            """;

    private ArtifactSection() {}

    static Section of(Artifacts artifacts) {
        return new Section(
                "artifacts",
                "Data and models",
                Html.join(
                        paths(artifacts),
                        Html.of("<h3>Reading the embeddings</h3>"),
                        Html.of(
                                "<p>One row a sample: <code>id</code>, <code>embedding</code>,"
                                        + " <code>reconstruction_error</code>, <code>label</code>,"
                                        + " <code>model</code>, <code>dataset</code>,"
                                        + " <code>content_hash</code>. Any Parquet reader"
                                        + " can use them; with Spark:</p><pre>%s</pre>",
                                SNIPPET.formatted(quoted(artifacts.embeddings()))),
                        Html.of("<h3>Rejected input</h3>"),
                        rejections(artifacts)));
    }

    private static Html paths(Artifacts artifacts) {
        return Elements.facts(
                List.of(
                        new Fact("Dataset", path(artifacts.dataset())),
                        new Fact("Model", path(artifacts.model())),
                        new Fact("Embeddings", path(artifacts.embeddings())),
                        new Fact(
                                "Assignments",
                                artifacts
                                        .assignments()
                                        .map(ArtifactSection::path)
                                        .orElse(
                                                Html.text(
                                                        "none: the embeddings were not clustered")))));
    }

    private static Html path(String path) {
        return Html.of("<code>%s</code>", path);
    }

    /** A path as it stands between Python's quotes. */
    private static String quoted(String path) {
        return path.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static Html rejections(Artifacts artifacts) {
        if (artifacts.rejectedRows() == 0) {
            return Elements.sentence("Nothing was rejected.");
        }
        Table table =
                new Table(
                        "Rejected input",
                        List.of(
                                Column.words("File"),
                                Column.words("Position"),
                                Column.words("Reason")));
        for (Rejection rejection : artifacts.firstRejections()) {
            table.row(
                    List.of(
                            path(rejection.path()),
                            rejection.position().orElse("–"),
                            rejection.reason()));
        }
        return Html.join(
                Elements.sentence(
                        "Set aside at ingest: %s. The first %d:"
                                .formatted(
                                        Numbers.count(artifacts.rejectedRows()),
                                        artifacts.firstRejections().size())),
                table.html());
    }
}
