package dev.hourglass.job;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.store.Lock;
import dev.hourglass.testing.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** A stream that goes on, from every state that a run may leave it in. */
class StreamStepIT extends StreamFixture {
    @Test
    void whatArrivesLaterIsAddedAndARunWithoutNewFilesChangesNothing() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        arrive("parquet", 1, 10, 15);
        assertThat(stream().summary()).containsEntry("embedded_rows", 5L);
        assertThat(embeddings()).hasSize(15);
        Map<Path, Object> files = files();

        assertThat(stream().summary())
                .containsEntry("batches", 0L)
                .containsEntry("embedded_rows", 0L);
        assertThat(files()).isEqualTo(files);
        assertThat(folder.resolve("store/_staging")).isEmptyDirectory();
    }

    @Test
    void aBatchThatWasPublishedBeforeSparkNotedItIsNotPublishedAgain() throws IOException {
        twoBatchesOneWithARejectedRow();
        Map<Path, Object> files = files();
        forgetTheLastCommit();
        assertThat(stream().summary()).containsEntry("batches", 0L);
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void aBatchThatWasNotPublishedIsMadeAgainOfTheSameFiles() throws IOException {
        twoBatchesOneWithARejectedRow();
        List<Row> rows = embeddings();
        forgetTheLastCommit();
        FileUtils.deleteDirectory(output().resolve("batch=1").toFile());
        arrive("parquet", 2, 20, 25);
        assertThat(stream().summary()).containsEntry("batches", 2L);
        assertThat(embeddings()).hasSize(rows.size() + 5).containsAll(rows);
        assertThat(rejected()).hasSize(1);
    }

    @Test
    void aNewVersionOfTheModelGetsAStreamOfItsOwn() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        publishModel(8, TENSOR);
        stream();
        assertThat(embeddings()).extracting(row -> row.get(4)).containsOnly("test/1");
        output = "streams/test/model=2";
        assertThat(embeddings()).hasSize(10).extracting(row -> row.get(4)).containsOnly("test/2");
    }

    @Test
    void aStreamIsNotGoneOnWithByAnotherModelNorWithAnotherInput() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        Path other = Files.createDirectories(folder.resolve("other"));
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> stream("stream.input=" + other)))
                .hasMessageContaining("begun with another model or input")
                .hasMessageContaining("input=file:" + input)
                .hasMessageContaining("delete the folder");
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> stream("stream.format=json")))
                .hasMessageContaining("format=parquet");
        store.delete(store.model(Datasets.NAME, 1));
        publishModel(8, TENSOR);
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> stream()))
                .hasMessageContaining("train another version");
        assertThat(embeddings()).hasSize(10);
    }

    @Test
    void withoutItsCheckpointAStreamIsNotGoneOnWith() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        FileUtils.deleteDirectory(output().resolve("_checkpoint").toFile());
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> stream()))
                .hasMessageContaining("batch=0 is not in");
    }

    @Test
    void aSecondRunBesideOneIsRefused() throws IOException {
        org.apache.hadoop.fs.Path stream = store.stream(Datasets.NAME, 1);
        try (Lock held = Lock.take(store, stream, "the test", Duration.ZERO, line -> {})) {
            assertThat(failure(ErrorCode.STORE_CONFLICT, () -> stream()))
                    .hasMessageContaining("the test on ");
        }
        arrive("parquet", 0, 0, 10);
        stream();
        assertThat(embeddings()).hasSize(10);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(failure(ErrorCode.SOURCE_UNREADABLE, () -> stream("stream.input=/no/folder")))
                .hasMessageContaining("stream.input = /no/folder");
        store.delete(store.models(Datasets.NAME));
        assertThat(failure(ErrorCode.MISSING_INPUT, () -> stream()))
                .hasMessageContaining("no model of this name");
    }

    private void twoBatchesOneWithARejectedRow() throws IOException {
        arrive("parquet", 0, 0, 10);
        stream();
        arrive(
                1,
                RowFactory.create("bad", null, null),
                RowFactory.create("good", null, new byte[4]));
        stream();
        assertThat(output().resolve("batch=1")).isDirectory();
    }

    /** As a run leaves it that was killed before Spark noted that the batch was published. */
    private void forgetTheLastCommit() throws IOException {
        Path commits = output().resolve("_checkpoint/commits");
        Files.delete(commits.resolve("1"));
        Files.deleteIfExists(commits.resolve(".1.crc"));
    }

    /** All but what Spark notes of its own. */
    private Map<Path, Object> files() throws IOException {
        Map<Path, Object> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(output())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (!path.toString().contains("_checkpoint")) {
                    files.put(path, Files.getLastModifiedTime(path));
                }
            }
        }
        return files;
    }
}
