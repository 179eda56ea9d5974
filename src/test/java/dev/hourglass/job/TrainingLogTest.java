package dev.hourglass.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs of two rounds, written to metrics.jsonl. */
class TrainingLogTest {
    @TempDir private Path folder;
    private Store store;
    private org.apache.hadoop.fs.Path file;
    private Path local;

    @BeforeEach
    void openAStore() {
        store = Datasets.store(folder);
        file = new org.apache.hadoop.fs.Path(store.root(), "metrics.jsonl");
        local = folder.resolve("metrics.jsonl");
    }

    @Test
    void everyRoundAndEveryEpochIsALine() throws IOException {
        write(0, 1, 4);
        assertThat(Files.readAllLines(local))
                .hasSize(6)
                .startsWith(
                        "{\"round\":1,\"epoch\":1,\"examples\":10,\"loss\":1.0,\"learning_rate\":0.01,"
                                + "\"seconds\":2.0,\"compute_seconds\":1.5,\"averaging_seconds\":0.5,"
                                + "\"bytes\":800,\"stragglers\":1}")
                .endsWith(
                        "{\"epoch\":2,\"rounds\":4,\"examples\":20,\"train_loss\":0.25,"
                                + "\"held_out_loss\":0.5,\"held_out_split\":\"validation\",\"seconds\":4.0}");
        assertThat(TrainingLog.epochs(store, file)).containsExactly(epoch(1), epoch(2));
    }

    @Test
    void aLineCanBeReadAsSoonAsItsRoundHasEnded() throws IOException {
        try (TrainingLog log = new TrainingLog(store, "train", file)) {
            log.started(100, 0, 0);
            log.round(round(1));
            assertThat(Files.readAllLines(local)).hasSize(1);
        }
    }

    @Test
    void aResumedTrainingHasTheLinesOfOneThatNeverStopped() throws IOException {
        write(0, 1, 6);
        List<String> straight = Files.readAllLines(local);
        for (int checkpoint = 1; checkpoint <= 5; checkpoint++) {
            Files.delete(local);
            write(0, 1, 5);
            Files.writeString(local, "{\"round\":6,\"epo", StandardOpenOption.APPEND);
            write(checkpoint, checkpoint + 1, 6);
            assertThat(Files.readAllLines(local)).as("from " + checkpoint).isEqualTo(straight);
        }
    }

    @Test
    void aTrainingThatStartsAnewBeginsANewFile() throws IOException {
        write(0, 1, 6);
        write(0, 1, 2);
        assertThat(Files.readAllLines(local)).hasSize(3);
    }

    @Test
    void whatWasBeforeIsLeftUntilTheTrainingStarts() throws IOException {
        write(0, 1, 2);
        new TrainingLog(store, "train", file).close();
        assertThat(Files.readAllLines(local)).hasSize(3);
    }

    @Test
    void withoutAFileThereAreNoEpochs() {
        assertThat(TrainingLog.epochs(store, file)).isEmpty();
    }

    private void write(int roundsBefore, int from, int to) {
        try (TrainingLog log = new TrainingLog(store, "train", file)) {
            log.started(100, 10L * roundsBefore, roundsBefore);
            for (int round = from; round <= to; round++) {
                log.round(round(round));
                if (round % 2 == 0) {
                    log.epoch(epoch(round / 2));
                }
            }
        }
    }

    private static RoundMetrics round(int round) {
        return new RoundMetrics(
                round, (round + 1) / 2, 10, 1.0 / round, 0.01, 2, 1.5, 0.5, 800L, 1);
    }

    private static EpochMetrics epoch(int epoch) {
        return new EpochMetrics(epoch, 2 * epoch, 20, 0.5 / epoch, 1.0 / epoch, "validation", 4);
    }
}
