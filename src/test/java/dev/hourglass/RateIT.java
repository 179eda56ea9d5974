package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predicted ratings of MovieLens 100K: trained on u1.base, asked for pairs of u1.test. */
@Tag("real-data")
class RateIT {
    @TempDir private Path folder;
    private Path data;

    @BeforeEach
    void find() {
        String root = System.getenv("HOURGLASS_DATA");
        assumeThat(root).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        data = Path.of(root, "ml-100k");
    }

    @Test
    void ratingsArePredictedWithoutBeingSeen() throws IOException {
        run("ingest").assertDone();
        Path test = data.resolve("u1.test");
        JsonNode summary = rate(test);
        double rmse = summary.path("network").path("rmse").asDouble();
        assertThat(rmse)
                .isLessThan(0.94)
                .isLessThan(summary.path("biases").path("rmse").asDouble() - 0.01);
        assertThat(summary.path("pairs").asInt()).isEqualTo(20_000);
        // Those of items that have no rating in u1.base.
        assertThat(summary.path("by_biases").asInt()).isBetween(30, 40);
        assertThat(rate(test).path("predictions"))
                .as("made once")
                .isEqualTo(summary.path("predictions"));

        // Other ratings of the same pairs, in other files, without training again.
        List<String> lines = Files.readAllLines(test);
        Path changed = folder.resolve("changed.tsv");
        Files.write(
                changed, lines.stream().map(line -> line.split("\t")).map(RateIT::other).toList());
        JsonNode others = rate(changed);
        assertThat(others.path("model")).isEqualTo(summary.path("model"));
        assertThat(others.path("network").path("rmse").asDouble()).isGreaterThan(rmse + 0.2);
        assertThat(predictions(others)).isEqualTo(predictions(summary));

        // Without ratings, of users and items nobody knows.
        Path asked = folder.resolve("asked.tsv");
        Files.writeString(asked, "1\t6\n1\tnew\nnew\t6\nnew\tnew\n\t6\n");
        JsonNode cold = rate(asked);
        assertThat(cold.path("by_biases").asInt()).isEqualTo(3);
        assertThat(cold.has("network")).isFalse();
        List<Row> rows = read(cold);
        assertThat(rows)
                .extracting(row -> row.getAs("answered_by"))
                .containsExactly("network", "biases", "biases", "biases");
        assertThat(rows).allMatch(row -> row.isNullAt(row.fieldIndex("rating")));
        assertThat(predictions(cold).get(0)).isEqualTo(predictions(summary).get(0));
        // The mean of all ratings in u1.base.
        assertThat(rows.get(3).<Float>getAs("predicted")).isBetween(3.52f, 3.54f);
    }

    @Test
    void onesAreNoRatings() {
        run("rate", "--pairs=" + data.resolve("u1.test"), "ratings.threshold=4")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "there are none to predict",
                        "ratings.threshold",
                        "ratings.threshold to null");
        run("rate")
                .assertFailed(ErrorCode.CONFIGURATION, "not said", "rating.pairs", "--pairs=PATH");
    }

    /** The rating upside down. */
    private static String other(String[] columns) {
        return columns[0] + "\t" + columns[1] + "\t" + (6 - Integer.parseInt(columns[2]));
    }

    private static List<Float> predictions(JsonNode summary) {
        List<Float> predictions = new ArrayList<>();
        read(summary).forEach(row -> predictions.add(row.getAs("predicted")));
        return predictions;
    }

    private static List<Row> read(JsonNode summary) {
        return SharedSpark.session()
                .read()
                .parquet(summary.path("predictions").asText().replace("file:", ""))
                .collectAsList();
    }

    private JsonNode rate(Path pairs) {
        return run("rate", "--pairs=" + pairs).assertDone().summary();
    }

    private JobProcess run(String job, String... more) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(
                arguments,
                "name=films",
                "store=" + folder.resolve("store"),
                "source=ratings",
                "ratings.path=" + data.resolve("u1.base"),
                "ratings.time=4",
                "ratings.least=1",
                "ratings.greatest=5",
                "ingest.shards=2",
                "rating.folds=2",
                "rating.repeats=1",
                "rating.comparison=false",
                "rating.autoencoder.width=40",
                "rating.autoencoder.epochs=15",
                "rating.network.epochs=4");
        Collections.addAll(arguments, more);
        return JobProcess.runHere(job, arguments);
    }
}
