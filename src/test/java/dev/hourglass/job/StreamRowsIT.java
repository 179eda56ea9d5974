package dev.hourglass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.MemorySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the rows of files that arrive in a folder. */
class StreamRowsIT extends StreamFixture {
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "json"})
    void theRowsAreThoseThatADatasetOfTheSameTensorsGives(String format) throws IOException {
        for (int file = 0; file < 3; file++) {
            arrive(format, file, 10 * file, 10 * file + 10);
        }
        Step.Outcome outcome =
                stream(
                        "stream.format=" + format,
                        "stream.max-files=2",
                        "embed.reconstruction-error=true");
        assertThat(outcome.done()).isFalse();
        assertThat(outcome.summary())
                .containsEntry("embeddings", "file:" + output())
                .containsEntry("batches", 2L)
                .containsEntry("embedded_rows", 30L)
                .containsEntry("rejected_rows", 0L);
        List<Row> rows = embeddings();
        List<Row> expected = embeddingsOfADataset(30);
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertSame(rows.get(i), expected.get(i));
        }
        assertThat(rows).allMatch(row -> row.getAs("dataset").equals("stream"));
    }

    @Test
    void rowsOfParquetThatCannotBeEmbeddedAreSetAside() throws IOException {
        arrive(
                0,
                RowFactory.create("good", "a", new byte[4]),
                RowFactory.create(null, "a", new byte[4]),
                RowFactory.create("empty", "a", null),
                RowFactory.create("short", "a", new byte[3]),
                RowFactory.create("unlabelled", null, new byte[4]));
        assertThat(stream().summary())
                .containsEntry("embedded_rows", 2L)
                .containsEntry("rejected_rows", 3L);
        assertThat(embeddings()).extracting(row -> row.get(0)).contains("good", "unlabelled");
        assertThat(rejected())
                .containsExactlyInAnyOrder(
                        "null: it has no id",
                        "empty: it has no tensor",
                        "short: its tensor has 3 bytes instead of 4");
    }

    @Test
    void linesThatAreNoJsonOfTheSchemaAreSetAside() throws IOException {
        Files.writeString(
                input.resolve("file.json"),
                String.join(
                        "\n",
                        "{\"id\": \"good\", \"tensor\": \"AQIDBA==\", \"other\": [1]}",
                        "{\"id\": 7, \"label\": 3, \"tensor\": \"AQIDBA==\"}",
                        "{\"id\": \"cut off",
                        "",
                        "{\"id\": \"array\", \"tensor\": [1, 2, 3, 4]}",
                        "{\"id\": \"no base64\", \"tensor\": \"AQ!DBA==\"}",
                        "{\"id\": \"short\", \"tensor\": \"AQID\"}",
                        "{\"tensor\": \"AQIDBA==\"}",
                        "17",
                        "null"));
        stream("stream.format=json");
        assertThat(embeddings()).extracting(row -> row.get(0)).containsExactly("7", "good");
        assertThat(embeddings().get(0).<String>getAs("label")).isEqualTo("3");
        assertThat(rejected())
                .hasSize(7)
                .anyMatch(row -> row.endsWith("no JSON object of such columns: 17"))
                .anyMatch(row -> row.endsWith("no JSON object of such columns: null"))
                .anyMatch(row -> row.endsWith("no JSON object of such columns: {\"id\": \"cut off"))
                .anyMatch(row -> row.contains("no JSON object of such columns: {\"id\": \"array\""))
                .anyMatch(row -> row.contains("no JSON object of such columns: {\"id\": \"no bas"))
                .contains("short: its tensor has 3 bytes instead of 4", "null: it has no id");
    }

    @Test
    void numbersThatAreNotFiniteAreSetAside() throws IOException {
        publishModel(8, new TensorSpec(DType.FLOAT32, TENSOR.shape(), "HWC", 1, 0, "mV", 0));
        arrive(
                0,
                RowFactory.create("good", null, floats(1, 2, 3, -4)),
                RowFactory.create("nan", null, floats(1, Float.NaN, 3, 4)),
                RowFactory.create("infinite", null, floats(1, 2, 3, Float.NEGATIVE_INFINITY)));
        stream();
        output = "streams/test/model=2";
        assertThat(embeddings()).extracting(row -> row.get(0)).containsExactly("good");
        assertThat(rejected())
                .containsExactlyInAnyOrder(
                        "nan: its tensor has a number that is not finite",
                        "infinite: its tensor has a number that is not finite");
    }

    @Test
    void filesAreFoundAtAnyDepthUnlessTheyAreHidden() throws IOException {
        arrive("json", 0, 0, 10);
        Path file = input.resolve("file-0.json");
        for (String copy : List.of("_file.json", ".file.json", "_written/file.json")) {
            Files.createDirectories(input.resolve(copy).getParent());
            Files.copy(file, input.resolve(copy));
        }
        Path day = Files.createDirectories(input.resolve("day=3/hour"));
        Files.move(file, day.resolve("file.json"));
        arrive("json", 1, 10, 15);
        stream("stream.format=json");
        assertThat(embeddings()).hasSize(15);
    }

    @Test
    void aFileThatIsMuchOlderThanThoseBeforeIsNotPassedOver() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        arrive("parquet", 1, 10, 15);
        for (Path file : list(input)) {
            if (file.getFileName().toString().startsWith("file-1")) {
                assertThat(file.toFile().setLastModified(86_400_000L)).isTrue();
            }
        }
        stream();
        assertThat(embeddings()).hasSize(15);
    }

    @Test
    void aDamagedFileIsNamedAndTheStreamGoesOnWithoutItWhenItIsGone() throws IOException {
        arrive("parquet", 0, 0, 10);
        Path damaged = Files.writeString(input.resolve("damaged.parquet"), "no Parquet at all");
        JobProcess.run(
                        folder.resolve("log"),
                        Map.of(),
                        "embed",
                        List.of(
                                "--stream",
                                "--once",
                                "name=" + Datasets.NAME,
                                "store=" + folder.resolve("store"),
                                "stream.input=" + input))
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "A file is no Parquet",
                        "in/damaged.parquet",
                        "take it away");
        assertThat(list(output())).noneMatch(path -> path.toString().contains("batch="));
        Files.delete(damaged);
        stream();
        assertThat(embeddings()).hasSize(10);
    }

    @Test
    void filesAreArrangedAsThoseOfADataset() throws IOException {
        arrive("parquet", 0, 0, 1000);
        stream("embedding.sort-by=[id]");
        assertThat(list(output().resolve("batch=0")))
                .filteredOn(file -> file.toString().endsWith(".parquet"))
                .hasSize(1);
        assertThat(spark.read().parquet(output() + "/batch=0").select("id").collectAsList())
                .extracting(row -> row.getString(0))
                .isSorted();
    }

    private static byte[] floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private List<Row> embeddingsOfADataset(int count) {
        Datasets.ingest(store, MemorySource.images(count), Datasets.settings(2, 0, 0));
        new NightlyStep().run(context("embed.reconstruction-error=true"));
        return sorted(
                new EmbeddingStore(store, Datasets.NAME)
                        .current()
                        .orElseThrow()
                        .rows(spark)
                        .collectAsList());
    }

    private static void assertSame(Row one, Row other) {
        assertThat(one.schema().fieldNames()).isEqualTo(other.schema().fieldNames());
        for (String column : List.of("id", "label", "model", "content_hash")) {
            assertThat(one.<Object>getAs(column)).isEqualTo(other.getAs(column));
        }
        List<Float> code = one.getList(1);
        List<Float> expected = other.getList(1);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(code.get(i)).isCloseTo(expected.get(i), within(1e-5f));
        }
        assertThat(one.getFloat(2)).isCloseTo(other.getFloat(2), within(1e-5f));
    }
}
