package dev.hourglass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.Hourglass;
import dev.hourglass.safetensors.Safetensors;
import dev.hourglass.safetensors.Weights;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads what the jobs wrote without Java: in Node, with hyparquet. Skipped where Node is missing or
 * npm cannot fetch hyparquet.
 */
@ExtendWith(SharedSpark.class)
@Tag("node")
class ForeignReaderIT {
    private static final int ROWS = 200;
    private static final int WIDTH = 4;
    private static final String DEMO = "target/demo/embeddings/demo";
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path WORKSHOP = Path.of("target/foreign-reader");

    @TempDir private static Path store;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        installReader();
        makeEmbeddings();
    }

    @Test
    void nodeReadsTheEmbeddingsThatSparkReads(SparkSession spark) throws Exception {
        JsonNode table = read();

        assertThat(table.get("columns"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        column("id", "UTF8", true),
                        column("embedding", "LIST<FLOAT>", true),
                        column("reconstruction_error", "FLOAT", true),
                        column("label", "UTF8", true),
                        column("model", "UTF8", true),
                        column("dataset", "UTF8", true),
                        column("content_hash", "INT64", true));
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode row : table.get("rows")) {
            List<Float> embedding = new ArrayList<>();
            row.get("embedding").forEach(value -> embedding.add(value.floatValue()));
            assertThat(embedding).hasSize(WIDTH).allMatch(Float::isFinite);
            rows.add(
                    List.of(
                            row.get("id").textValue(),
                            embedding,
                            row.get("reconstruction_error").floatValue(),
                            row.get("label").textValue(),
                            row.get("model").textValue(),
                            row.get("dataset").textValue(),
                            row.get("content_hash").textValue()));
        }
        assertThat(rows).hasSize(ROWS).containsExactlyInAnyOrderElementsOf(rowsOf(spark));
    }

    @Test
    void nodeReadsTheWeightsThatJavaReads() throws Exception {
        JsonNode weights = read().get("weights");

        Map<String, Weights> tensors = tensors();
        assertThat(weights.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(tensors.keySet());
        tensors.forEach(
                (name, tensor) -> {
                    assertThat(weights.get(name).get("shape"))
                            .extracting(JsonNode::longValue)
                            .isEqualTo(tensor.shape());
                    assertThat(weights.get(name).get("values"))
                            .extracting(JsonNode::floatValue)
                            .containsExactly(boxed(tensor.values()));
                });
        assertThat(tensors.get("bottleneck.W").shape()).containsExactly(16L, (long) WIDTH);
    }

    @Test
    void theReadmesNodeExampleReadsEveryRow() throws Exception {
        Files.writeString(WORKSHOP.resolve("readme.mjs"), example("js"));

        Run run = run("node", "readme.mjs", table().toString());

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output().lines()).hasSize(ROWS).allMatch(line -> line.startsWith("glyph-"));
    }

    @Test
    void theReadmesSparkExampleReadsEveryRow(SparkSession spark) {
        String query = example("sql").replace(DEMO, store + "/embeddings/tiny");

        List<Row> groups = spark.sql(query).collectAsList();

        assertThat(groups).hasSize(10);
        assertThat(groups.stream().mapToLong(row -> row.getAs("rows")).sum()).isEqualTo(ROWS);
    }

    private static void installReader() throws IOException, InterruptedException {
        Files.createDirectories(WORKSHOP);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Files.copy(
                        script,
                        WORKSHOP.resolve(script.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Run install = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assumptions.assumeTrue(
                install.exitCode() == 0, "npm cannot fetch hyparquet: " + install.errors());
    }

    private static void makeEmbeddings() {
        for (String job : List.of("ingest", "train", "embed")) {
            int exitCode =
                    Hourglass.run(
                            job,
                            "name=tiny",
                            "store=" + store,
                            "source=glyphs",
                            "glyphs.count=" + ROWS,
                            "glyphs.width=12",
                            "glyphs.height=12",
                            "ingest.shards=2",
                            "network.dense.widths=[16]",
                            "network.bottleneck=" + WIDTH,
                            "training.epochs=1",
                            "training.batch=16",
                            "embed.date=2026-01-31",
                            "embed.reconstruction-error=true",
                            "spark.master=local[2]");
            assertThat(exitCode).as(job).isZero();
        }
    }

    private static String example(String language) {
        return Markdown.read(Path.of("README.md")).code(language).get(0);
    }

    private static JsonNode read() throws IOException, InterruptedException {
        Run run = run("node", "read-embeddings.mjs", table().toString(), weights().toString());
        assertThat(run.exitCode()).as(run.errors()).isZero();
        return new ObjectMapper().readTree(run.output());
    }

    private static Path table() {
        return store.resolve("embeddings/tiny/model=1/date=2026-01-31");
    }

    private static Path weights() {
        return store.resolve("models/tiny/1/weights.safetensors");
    }

    private static Map<String, Weights> tensors() throws IOException {
        try (InputStream in = Files.newInputStream(weights())) {
            return Safetensors.read(in, Files.size(weights()), weights());
        }
    }

    private static List<List<Object>> rowsOf(SparkSession spark) {
        return spark.read().parquet(table().toString()).collectAsList().stream()
                .map(
                        row ->
                                List.<Object>of(
                                        row.getString(0),
                                        row.<Float>getList(1),
                                        row.getFloat(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        Long.toString(row.getLong(6))))
                .toList();
    }

    private static String column(String name, String type, boolean nullable) {
        return "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":%s}".formatted(name, type, nullable);
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    /** What a command did. */
    private record Run(int exitCode, String output, String errors) {}

    private static Run run(String... command) throws IOException, InterruptedException {
        Path output = WORKSHOP.resolve("output.txt");
        Path errors = WORKSHOP.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(WORKSHOP.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Assumptions.abort(command[0] + " is not installed: " + e.getMessage());
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command[0] + " does not end");
        }
        return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
