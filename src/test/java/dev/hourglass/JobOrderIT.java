package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Jobs one by one on one store, first before their turn, then in their order, then once more. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobOrderIT {
    private static final String EXPERIMENT =
            """
            name = order
            source = glyphs
            glyphs {
              count = 120
              width = 8
              height = 8
            }
            ingest.shards = 2
            network {
              bottleneck = 2
              dense.widths = [8]
            }
            training.epochs = 2
            embed.date = 2026-01-31
            cluster {
              k = 2
              restarts = 1
              max-iterations = 2
            }
            search {
              method = hnsw
              k = 3
            }
            report.samples = 2
            spark.sql.shuffle.partitions = 2
            """;

    @TempDir private static Path folder;
    private static Path store;
    private static Path experiment;
    private static final Map<String, JsonNode> SUMMARIES = new TreeMap<>();

    @BeforeAll
    static void writeExperiment() throws IOException {
        store = folder.resolve("store");
        experiment = Files.writeString(folder.resolve("order.conf"), EXPERIMENT);
    }

    @Test
    @Order(1)
    void withoutADatasetEveryJobAsksForIngest() {
        for (String job : List.of("train", "embed", "cluster", "search", "report")) {
            assertAsksFor("ingest", "no dataset of this name", "datasets/order", run(job));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    @Order(2)
    void withoutAModelTheJobsThatNeedItAskForTrain() {
        finish("ingest");
        for (String job : List.of("embed", "cluster", "search", "report")) {
            assertAsksFor("train", "no model trained", "models/order", run(job));
        }
    }

    @Test
    @Order(3)
    void withoutEmbeddingsClusterAndSearchAskForEmbed() {
        finish("train");
        for (String job : List.of("cluster", "search")) {
            assertAsksFor("embed", "no embeddings", "embeddings/order/model=1", run(job));
        }
    }

    @Test
    @Order(4)
    void aModelOfOtherSettingsIsNotTakenForThisOne() {
        assertAsksFor("train", "no model trained", "models/order", run("embed", "seed=1"));
    }

    @Test
    @Order(5)
    void otherDatesAreNamedWhereTheEmbeddingsOfOneAreMissing() {
        finish("embed");
        run("cluster", "embed.date=2026-02-01")
                .assertFailed(
                        ErrorCode.MISSING_INPUT,
                        "no embeddings",
                        "date=2026-02-01",
                        "run jobs/embed with the same configuration first, or set"
                                + " embed.date=2026-01-31");
    }

    @Test
    @Order(6)
    void whatIsDoneIsFoundAndNotDoneAgain() {
        finish("cluster");
        finish("report");
        // After the report, which nothing of a search makes stale.
        finish("search");
        Map<Path, FileTime> before = files();
        SUMMARIES.forEach(
                (job, summary) -> {
                    JobProcess again = run(job).assertDone();
                    assertThat(withoutTime(again)).as(job).isEqualTo(summary);
                    assertThat(again.errors().lines())
                            .isNotEmpty()
                            .allMatch(line -> line.endsWith(" is there already"));
                });
        assertThat(files()).isEqualTo(before);
    }

    @Test
    @Order(7)
    void otherRowsAreSearchedForWhereTheirFileIsNamed() {
        String embeddings = SUMMARIES.get("embed").path("embeddings").asText();
        JsonNode others = run("search", "search.queries=" + embeddings).assertDone().summary();
        assertThat(others.path("queries").asInt()).isEqualTo(120);
        assertThat(others.path("neighbours"))
                .isNotEqualTo(SUMMARIES.get("search").path("neighbours"));

        for (String path : List.of("/no/such/file", experiment.toString())) {
            run("search", "search.queries=" + path)
                    .assertFailed(
                            ErrorCode.SOURCE_UNREADABLE,
                            "The queries cannot be read as Parquet",
                            "search.queries = " + path,
                            "with the columns id and embedding");
        }
        assertThat(store.resolve("_staging")).isEmptyDirectory();
    }

    @Test
    @Order(8)
    void aNightInADeltaTableIsReadLikeAPartitionWhereDeltaIsTurnedOn() {
        String date = "embed.date=2026-02-01";
        String delta = "embedding.format=delta";
        JsonNode night = run("nightly", date, delta).assertDone().summary();
        assertThat(night.path("embeddings").asText()).endsWith("embeddings/order/model=1/delta");
        assertThat(night.path("delta_version").asInt(-1)).isZero();
        assertThat(night.path("carried").asInt()).isEqualTo(120);
        JsonNode found = run("search", date, delta, "search.k=2").assertDone().summary();
        assertThat(found.path("queries").asInt()).isEqualTo(120);
        run("search", date, "search.k=1")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "Spark was not started to read Delta tables",
                        "embeddings/order/model=1/delta",
                        "set embedding.format=delta");
    }

    @Test
    @Order(9)
    void aDatasetOfOtherSettingsIsReplacedOnlyWhereToldTo() {
        Map<Path, FileTime> before = files();
        run("ingest", "glyphs.count=150")
                .assertFailed(
                        ErrorCode.STORE_CONFLICT,
                        "A dataset of this name exists, made with other settings",
                        "datasets/order",
                        "choose another name=…, or replace it with jobs/ingest --overwrite");
        assertThat(files()).isEqualTo(before);

        JsonNode replaced = run("ingest", "glyphs.count=150", "--overwrite").assertDone().summary();
        assertThat(rows(replaced)).isEqualTo(150);
        assertThat(rows(run("ingest", "glyphs.count=150").assertDone().summary())).isEqualTo(150);
        assertThat(store.resolve("_staging")).isEmptyDirectory();
    }

    private static void assertAsksFor(String job, String what, String where, JobProcess failed) {
        failed.assertFailed(
                ErrorCode.MISSING_INPUT,
                what,
                store + "/" + where,
                "run jobs/" + job + " with the same configuration first");
    }

    private static void finish(String job) {
        SUMMARIES.put(job, withoutTime(run(job).assertDone()));
        assertThat(store.resolve("_staging")).isEmptyDirectory();
    }

    private static JsonNode withoutTime(JobProcess job) {
        return ((ObjectNode) job.summary()).without(List.of("seconds", "rows_per_s"));
    }

    private static long rows(JsonNode summary) {
        return Stream.of("train_rows", "validation_rows", "test_rows")
                .mapToLong(key -> summary.path(key).asLong())
                .sum();
    }

    private static JobProcess run(String job, String... overrides) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--conf", experiment.toString(), "store=" + store));
        arguments.addAll(List.of(overrides));
        return JobProcess.runHere(job, arguments);
    }

    /** All files of the store, and when they were written. */
    private static Map<Path, FileTime> files() {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(store)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }
}
