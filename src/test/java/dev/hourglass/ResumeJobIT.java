package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/train --resume}. */
class ResumeJobIT {
    @TempDir private Path folder;

    @Test
    void aTrainingThatWasKilledAndResumedStoresTheSameModel() throws IOException {
        JobProcess.runHere("ingest", arguments("killed")).assertDone();
        kill();
        assertThat(folder.resolve("killed/models")).doesNotExist();

        JobProcess resumed = JobProcess.runHere("train", resume("killed")).assertDone();

        assertThat(resumed.errors()).containsPattern("train: going on after round \\d+\n");
        assertThat(folder.resolve("killed/_staging")).isEmptyDirectory();
        assertThat(checkpoints()).isEmpty();
        JobProcess.runHere("ingest", arguments("straight")).assertDone();
        JobProcess straight = JobProcess.runHere("train", arguments("straight")).assertDone();
        assertThat(resumed.summary().path("validation_mse"))
                .isEqualTo(straight.summary().path("validation_mse"));
        assertThat(weights("killed")).hasSameBinaryContentAs(weights("straight"));
        assertThat(figures("killed")).isEqualTo(figures("straight"));
    }

    @Test
    void whereNothingIsToBeResumedTrainingSaysSoAndStartsAnew() {
        JobProcess.runHere("ingest", arguments("new", "training.epochs=1")).assertDone();
        JobProcess train =
                JobProcess.runHere("train", resume("new", "training.epochs=1")).assertDone();
        assertThat(train.errors())
                .contains("train: there is no checkpoint to go on from: training starts anew\n");
    }

    /** After some rounds, by force. */
    private void kill() {
        try (RunningJob job =
                JobProcess.start(
                        folder.resolve("log"), Map.of(), List.of(), "train", arguments("killed"))) {
            job.await(() -> checkpoints().contains("round-000006"));
            job.signal("KILL");
            job.end();
        }
    }

    private static List<String> with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }

    private List<String> resume(String store, String... overrides) {
        return with(arguments(store, overrides), "--resume");
    }

    private List<String> arguments(String store, String... overrides) {
        return with(
                List.of(
                        "name=resumed",
                        "source=glyphs",
                        "glyphs.count=300",
                        "glyphs.width=8",
                        "glyphs.height=8",
                        "ingest.shards=2",
                        "network.dense.widths=[16]",
                        "training.epochs=10",
                        "training.batch=16",
                        "training.local-steps=3",
                        "checkpoint.rounds=1",
                        "checkpoint.keep=1000",
                        "store=" + folder.resolve(store)),
                overrides);
    }

    private List<String> checkpoints() {
        try (Stream<Path> runs = Files.walk(folder.resolve("killed/runs"), 3)) {
            return runs.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("round-"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // The job has not got there yet, or is renaming something.
            return List.of();
        }
    }

    private Path weights(String store) {
        return folder.resolve(store + "/models/resumed/1/weights.safetensors");
    }

    /** The lines of metrics.jsonl without times. */
    private List<String> figures(String store) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve(store + "/runs"))) {
            Path run = runs.findFirst().orElseThrow();
            return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                    .map(line -> line.replaceAll(",\"(\\w*seconds|stragglers)\":[^,}]+", ""))
                    .toList();
        }
    }
}
