package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of two camps, who choose most of their camp's items and hardly any other. */
class RecommendIT {
    private static final int USERS = 120;
    private static final int ITEMS = 40;
    private static final int K = 5;

    @TempDir private Path folder;

    private final Map<String, Set<String>> seen = new java.util.TreeMap<>();

    @Test
    void usersGetListsOfWhatTheyDoNotHave() throws IOException {
        writeRatings();
        job("ingest");
        job("train");
        JsonNode summary = job("recommend").summary();
        assertThat(summary.path("users").asInt()).isEqualTo(USERS);
        assertThat(summary.path("items").asInt()).isEqualTo(ITEMS);
        double ndcg = summary.path("films/1").path("ndcg@100").asDouble();
        assertThat(ndcg)
                .isGreaterThan(summary.path("POPULARITY").path("ndcg@100").asDouble() + 0.1);
        assertThat(summary.path("EASE").path("ndcg@100").asDouble()).isGreaterThan(0.4);
        assertThat(job("recommend").summary().path("recommendations"))
                .as("made once")
                .isEqualTo(summary.path("recommendations"));

        Path results = Path.of(summary.path("recommendations").asText().replace("file:", ""));
        requireLists(read(results));
        requireSimilarItems(read(results.resolveSibling("similar")));
        Dataset<Row> items = read(results.resolveSibling("items"));
        assertThat(items.count()).isEqualTo(ITEMS);
        assertThat(items.filter("size(embedding) = 8 and model = 'films/1'").count())
                .isEqualTo(ITEMS);
        List<Row> popular = read(results.resolveSibling("popular")).orderBy("rank").collectAsList();
        assertThat(popular).hasSize(K);
        assertThat(popular.get(0).<Long>getAs("users"))
                .isGreaterThanOrEqualTo(popular.get(1).<Long>getAs("users"));
    }

    @Test
    void theReportShowsListsWithTitles() throws IOException {
        writeRatings();
        job("ingest");
        job("train", "training.epochs=2");
        String run = report("1").path("run").asText();
        String page = page(run);
        assertThat(page)
                .contains(
                        "<section id=\"recommendations\"",
                        "loss (nats a user)",
                        "Test error (nats a row)",
                        "popularity",
                        "User u",
                        "<title>1 &lt;b&gt;Film i3&lt;/b&gt;</title>",
                        "</span> odd</li>")
                .doesNotContain("<b>");
        assertThat(report("2").path("run").asText()).as("no other run").isEqualTo(run);
        assertThat(page(run)).contains("2 &lt;b&gt;Film").doesNotContain("1 &lt;b&gt;Film");
        run("recommend", "recommend.items.path=" + folder.resolve("2.dat"))
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "The file of items' titles has no column 2",
                        "2.dat has 1 column(s) in its first line",
                        "recommend.items.separator");
    }

    /** Of the run with titles that begin so. */
    private JsonNode report(String title) throws IOException {
        List<String> items = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            items.add(
                    "i%d::%s <b>Film i%d</b>::%s|all"
                            .formatted(item, title, item, item % 2 == 0 ? "even" : "odd"));
        }
        Path file = Files.write(folder.resolve(title + ".dat"), items);
        String[] keys = {
            "training.epochs=2",
            "recommend.items.path=" + file,
            "recommend.items.separator=\"::\"",
            "recommend.items.genre=3"
        };
        job("recommend", keys);
        return job("report", keys).summary();
    }

    private String page(String run) throws IOException {
        return Files.readString(folder.resolve("store/runs/" + run + "/report/index.html"));
    }

    @Test
    void newUsersGetListsWithoutTraining() throws IOException {
        writeRatings();
        job("ingest");
        job("train");
        Path others = folder.resolve("others.dat");
        Files.writeString(
                others, "anna::i2::5\nanna::i4::5\nanna::unknown::5\nben::unknown::5\nben::::5\n");
        JsonNode summary = foldIn(others);
        assertThat(summary.path("users").asInt()).isEqualTo(2);
        assertThat(summary.path("unknown_users").asInt()).isEqualTo(1);
        assertThat(summary.path("rejected_ratings").asInt()).isEqualTo(1);
        List<Row> lists =
                read(Path.of(summary.path("recommendations").asText().replace("file:", "")))
                        .orderBy("user", "rank")
                        .collectAsList();
        assertThat(lists).hasSize(2 * K);
        for (Row row : lists.subList(0, K)) {
            assertThat(row.getString(0)).isEqualTo("anna");
            assertThat(row.getString(4)).isEqualTo("films/1");
            assertThat(row.getString(1)).isNotIn("i2", "i4");
            assertThat(camp(row.getString(1))).isZero();
        }
        assertThat(lists.subList(K, 2 * K))
                .allSatisfy(row -> assertThat(row.getString(4)).isEqualTo("popularity"));

        Files.writeString(others, "carl::i1::5\n");
        assertThat(foldIn(others).path("users").asInt()).as("of the changed file").isEqualTo(1);
    }

    @Test
    void itemsGetNoLists() throws IOException {
        writeRatings();
        job("ingest", "ratings.rows=items");
        job("train", "ratings.rows=items");
        run("recommend", "ratings.rows=items")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "only where a dataset's samples are users",
                        "ratings.rows = items",
                        "ratings.rows=users");
    }

    private void requireLists(Dataset<Row> lists) {
        Map<String, List<Row>> byUser =
                lists.orderBy("user", "rank").collectAsList().stream()
                        .collect(Collectors.groupingBy(row -> row.getString(0)));
        assertThat(byUser.keySet()).isEqualTo(seen.keySet());
        int ofCamp = 0;
        for (Map.Entry<String, List<Row>> list : byUser.entrySet()) {
            float before = Float.POSITIVE_INFINITY;
            Set<String> items = new HashSet<>();
            for (Row row : list.getValue()) {
                assertThat(seen.get(list.getKey())).doesNotContain(row.getString(1));
                assertThat(items.add(row.getString(1))).isTrue();
                assertThat(row.getInt(2)).isEqualTo(items.size());
                assertThat(row.getFloat(3)).isLessThanOrEqualTo(before);
                before = row.getFloat(3);
            }
            assertThat(items).hasSize(K);
            ofCamp += camp(list.getValue().get(0).getString(1)) == camp(list.getKey()) ? 1 : 0;
        }
        assertThat(ofCamp).isGreaterThan(USERS * 9 / 10);
    }

    private static void requireSimilarItems(Dataset<Row> similar) {
        List<Row> nearest = similar.filter("rank = 1").collectAsList();
        assertThat(nearest).hasSize(ITEMS);
        assertThat(nearest.stream().filter(row -> camp(row.getString(0)) == camp(row.getString(1))))
                .hasSizeGreaterThan(ITEMS * 9 / 10);
    }

    /** Of a user or an item: its number is even or odd. */
    private static int camp(String id) {
        return Integer.parseInt(id.substring(1)) % 2;
    }

    private static Dataset<Row> read(Path path) {
        return SharedSpark.session().read().parquet(path.toString());
    }

    private void writeRatings() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            Set<String> items = new HashSet<>();
            for (int item = 0; item < ITEMS; item++) {
                if (random.nextDouble() < (item % 2 == user % 2 ? 0.5 : 0.03)) {
                    items.add("i" + item);
                    lines.add("u%d::i%d::%d".formatted(user, item, 4 + random.nextInt(2)));
                } else if (random.nextDouble() < 0.1) {
                    // Too low to count.
                    lines.add("u%d::i%d::2".formatted(user, item));
                }
            }
            seen.put("u" + user, items);
        }
        Files.write(folder.resolve("ratings.dat"), lines);
    }

    private JsonNode foldIn(Path path) {
        return job("recommend", "--fold-in=" + path).summary();
    }

    private JobProcess job(String job, String... more) {
        return run(job, more).assertDone();
    }

    private JobProcess run(String job, String... more) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(
                arguments,
                "name=films",
                "store=" + folder.resolve("store"),
                "source=ratings",
                "ratings.path=" + folder.resolve("ratings.dat"),
                "ratings.separator=\"::\"",
                "ratings.threshold=4",
                "ingest.validation=0.2",
                "ingest.test=0.2",
                "ingest.shards=2",
                "network.dense.widths=[]",
                "network.bottleneck=8",
                "network.output=identity",
                "network.loss=multinomial",
                "network.normalisation=unit-length",
                "network.input-dropout=0.3",
                "training.epochs=30",
                "training.batch=8",
                "training.learning-rate=0.01",
                "recommend.k=" + K,
                "recommend.similar=3",
                "recommend.baselines=[popularity, ease]");
        Collections.addAll(arguments, more);
        return JobProcess.runHere(job, arguments);
    }
}
