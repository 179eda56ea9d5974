package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.reproduce.FinishedJob;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose job is killed again and again, in a process of its own. */
class StreamInterruptionIT {
    private static final int SIGNALLED = 128;
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final int ROWS = 4000;
    private static final int FILES = 6;

    @TempDir private Path folder;

    @Test
    void aStreamThatIsKilledAtAnyMomentHasEveryRowOnceAndAsABatchHasIt() throws IOException {
        JobProcess.runHere("ingest", pipeline()).assertDone();
        JobProcess.runHere("train", pipeline()).assertDone();
        JobProcess.runHere("embed", pipeline()).assertDone();
        List<Path> files = filesOfTheDataset();
        files.subList(0, FILES - 1).forEach(this::arrive);

        kill(() -> staged("embedded/_temporary"));
        assertThat(batches()).isZero();
        kill(() -> staged("embedded/_SUCCESS"));
        long published = batches();
        kill(() -> batches() > published);
        kill(() -> staged("batch/_manifest.json") || batches() > published + 1);
        assertThat(batches()).isLessThan(FILES - 1);

        try (RunningJob job = start("stream.interval=0.1")) {
            job.await(() -> batches() == FILES - 1);
            arrive(files.get(FILES - 1));
            job.await(() -> batches() == FILES);
            job.signal("TERM");
            assertStopped(job.end());
        }
        JobProcess last =
                JobProcess.runHere("embed", stream("--stream", "--once", "spark.master=local[2]"))
                        .assertDone();
        assertThat(last.summary().path("batches").asInt()).isLessThanOrEqualTo(1);

        assertSame(rows(output()), rows(folder.resolve("store/embeddings/arriving/model=1")));
    }

    private void kill(BooleanSupplier point) {
        try (RunningJob job = start()) {
            job.await(point);
            job.signal("KILL");
            assertThat(job.end().exitCode()).isEqualTo(SIGNALLED + KILL);
        }
        removeStaging();
    }

    private static void assertStopped(FinishedJob job) {
        assertThat(job.exitCode()).as(job.errors()).isEqualTo(SIGNALLED + TERM);
        assertThat(job.output()).isEmpty();
        assertThat(job.errors())
                .contains("embed: batch ")
                .endsWith("run the job again to go on\n")
                .doesNotContain("error: ", "Exception", "\tat ");
    }

    private RunningJob start(String... overrides) {
        return JobProcess.start(
                folder.resolve("log"),
                Map.of(),
                List.of(),
                "embed",
                Stream.concat(stream("--stream").stream(), Stream.of(overrides)).toList());
    }

    private List<String> pipeline() {
        return List.of(
                "name=arriving",
                "store=" + folder.resolve("store"),
                "source=glyphs",
                "glyphs.count=" + ROWS,
                "glyphs.width=8",
                "glyphs.height=8",
                "network.dense.widths=[16]",
                "training.epochs=1",
                "embed.reconstruction-error=true");
    }

    /** One file a batch. */
    private List<String> stream(String... options) {
        return Stream.concat(
                        Stream.of(options),
                        Stream.of(
                                "name=arriving",
                                "store=" + folder.resolve("store"),
                                "stream.input=" + input(),
                                "stream.max-files=1",
                                "embed.reconstruction-error=true"))
                .toList();
    }

    private Path input() {
        return folder.resolve("in");
    }

    private Path output() {
        return folder.resolve("store/streams/arriving/model=1");
    }

    /** All rows of the dataset, in files that are still to arrive. */
    private List<Path> filesOfTheDataset() throws IOException {
        Files.createDirectories(input());
        Path written = folder.resolve("written");
        SharedSpark.session()
                .read()
                .parquet(folder + "/store/datasets/arriving/{train,validation,test}")
                .repartition(FILES)
                .write()
                .parquet(written.toString());
        try (Stream<Path> files = Files.list(written)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    private void arrive(Path file) {
        try {
            Files.move(file, input().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long batches() {
        return count(output(), path -> path.getFileName().toString().startsWith("batch="));
    }

    private boolean staged(String file) {
        return count(folder.resolve("store/_staging"), path -> Files.exists(path.resolve(file)))
                > 0;
    }

    /** What a killed job left, so that it is not taken for what the next one writes. */
    private void removeStaging() {
        FileUtils.deleteQuietly(folder.resolve("store/_staging").toFile());
    }

    private static long count(Path folder, Predicate<Path> wanted) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Row> rows(Path folder) {
        // Fails where an id is there twice.
        return SharedSpark.session().read().parquet(folder.toString()).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("id"), row -> row));
    }

    private static void assertSame(Map<String, Row> streamed, Map<String, Row> batch) {
        assertThat(streamed.keySet()).hasSize(ROWS).isEqualTo(batch.keySet());
        streamed.forEach(
                (id, row) -> {
                    Row expected = batch.get(id);
                    for (String column : List.of("label", "model", "content_hash")) {
                        assertThat(row.<Object>getAs(column)).isEqualTo(expected.getAs(column));
                    }
                    List<Float> code = row.getList(row.fieldIndex("embedding"));
                    List<Float> expectedCode = expected.getList(expected.fieldIndex("embedding"));
                    for (int i = 0; i < code.size(); i++) {
                        assertThat(code.get(i)).isCloseTo(expectedCode.get(i), within(1e-5f));
                    }
                    assertThat(row.<Float>getAs("reconstruction_error"))
                            .isCloseTo(
                                    expected.<Float>getAs("reconstruction_error"), within(1e-5f));
                });
    }
}
