package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that end before they are done, by Ctrl-C or by force, and the same jobs after that. */
class InterruptionIT {
    /** What a shell adds to a signal's number. */
    private static final int SIGNALLED = 128;

    private static final int INT = 2;
    private static final int KILL = 9;
    private static final Duration MORE_THAN_A_WEEK = Duration.ofDays(8);

    @TempDir private Path folder;

    @Test
    void ingestStoppedByCtrlCSaysSoOnceAndLeavesNothing() {
        assertInterrupted(signalled("ingest", ingest(), "INT", this::ingestIsWriting));

        assertThat(store().resolve("datasets")).doesNotExist();
        assertThat(store().resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void trainStoppedByCtrlCSaysSoOnceAndLeavesNoModel() {
        JobProcess.runHere("ingest", train()).assertDone();

        assertInterrupted(signalled("train", train(), "INT", this::aRoundIsTrained));

        assertThat(store().resolve("models")).doesNotExist();
        assertThat(store().resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void killedJobsAreRunAgainAndWhatTheyLeftIsRemovedAfterAWeek() {
        JobProcess killed = signalled("ingest", ingest(), "KILL", this::ingestIsWriting);
        assertThat(killed.exitCode()).isEqualTo(SIGNALLED + KILL);
        assertThat(killed.output()).isEmpty();
        assertThat(store().resolve("datasets")).doesNotExist();

        JobProcess again = JobProcess.runHere("ingest", ingest()).assertDone();
        assertThat(again.summary().path("train_rows").asInt()).isPositive();
        assertThat(store().resolve("_staging")).as("might be at work").isNotEmptyDirectory();

        age(store().resolve("_staging"));
        JobProcess.runHere("ingest", ingest()).assertDone();
        assertThat(store().resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void aKilledTrainingIsRunAgain() {
        JobProcess.runHere("ingest", train()).assertDone();
        JobProcess killed = signalled("train", train(), "KILL", this::aRoundIsTrained);
        assertThat(killed.exitCode()).isEqualTo(SIGNALLED + KILL);
        assertThat(store().resolve("models")).doesNotExist();

        JobProcess again = JobProcess.runHere("train", train()).assertDone();
        assertThat(again.summary().path("model").asText()).isEqualTo("stopped/1");
        assertThat(metrics().lines().filter(line -> line.startsWith("{\"epoch\":"))).hasSize(8);
    }

    private JobProcess signalled(
            String name, List<String> arguments, String signal, BooleanSupplier point) {
        try (RunningJob job =
                JobProcess.start(folder.resolve("log"), Map.of(), List.of(), name, arguments)) {
            job.await(point);
            job.signal(signal);
            return JobProcess.of(job.end());
        }
    }

    private static void assertInterrupted(JobProcess job) {
        assertThat(job.exitCode()).as(job.errors()).isEqualTo(SIGNALLED + INT);
        assertThat(job.output()).isEmpty();
        assertThat(job.errors().lines().filter(line -> line.startsWith("interrupted: ")))
                .as(job.errors())
                .hasSize(1);
        assertThat(job.errors()).endsWith("run the job again to go on\n");
        assertThat(job.errors()).doesNotContain("error: ", "Exception", "\tat ");
    }

    /** Ingest for some seconds, most of them after the first file of its output was begun. */
    private List<String> ingest() {
        return arguments("glyphs.count=12000", "glyphs.width=28", "glyphs.height=28");
    }

    /** Train for some seconds, round by round, on a dataset that takes none to make. */
    private List<String> train() {
        return arguments("glyphs.count=200", "training.epochs=8", "training.batch=16");
    }

    private List<String> arguments(String... overrides) {
        return Stream.concat(
                        Stream.of(
                                "name=stopped",
                                "source=glyphs",
                                "glyphs.width=8",
                                "glyphs.height=8",
                                "ingest.shards=2",
                                "network.dense.widths=[16]",
                                "store=" + store()),
                        Stream.of(overrides))
                .toList();
    }

    private Path store() {
        return folder.resolve("store");
    }

    /** Spark keeps what its tasks write under this name until all of them are done. */
    private boolean ingestIsWriting() {
        return paths(store().resolve("_staging"), path -> path.endsWith("_temporary")).count() > 0;
    }

    private boolean aRoundIsTrained() {
        return !metrics().isEmpty();
    }

    /** One line a round, and one an epoch. */
    private String metrics() {
        return paths(store().resolve("runs"), path -> path.endsWith("metrics.jsonl"))
                .map(InterruptionIT::read)
                .collect(Collectors.joining());
    }

    private static void age(Path root) {
        FileTime old = FileTime.from(Instant.now().minus(MORE_THAN_A_WEEK));
        paths(root, path -> !path.equals(root))
                .forEach(
                        path -> {
                            try {
                                Files.setLastModifiedTime(path, old);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those below a folder; none where a job that is at work removes some in this moment. */
    private static Stream<Path> paths(Path root, Predicate<Path> wanted) {
        if (!Files.exists(root)) {
            return Stream.empty();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(wanted).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            return Stream.empty();
        }
    }
}
