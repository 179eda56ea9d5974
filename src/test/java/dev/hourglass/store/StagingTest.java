package dev.hourglass.store;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    private static final int REPETITIONS = 10;

    /** The only file of the folders that are published here. */
    private static final String SEAL = "file";

    @TempDir private java.nio.file.Path folder;
    private Store store;
    private Path target;

    @BeforeEach
    void openStore() {
        store = Store.open(folder.toString(), new Configuration());
        target = store.dataset("d");
    }

    @Test
    void aStagingFolderLiesWhereSparksReadersDoNotLook() {
        try (Staging staging = store.stage("run", "step")) {
            assertThat(staging.path().getParent()).isEqualTo(new Path(store.root(), "_staging"));
            assertThat(staging.path().getName()).startsWith("run-step-");
            assertThat(store.exists(staging.path())).isTrue();
        }
    }

    @Test
    void closingDeletesWhatWasNotPublished() {
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "half");
        }
        assertNothingStaged();
        assertThat(store.exists(target)).isFalse();
    }

    @Test
    void closingLeavesAnotherStepOfTheSameRunAlone() {
        try (Staging other = store.stage("run", "other")) {
            write(other, "kept");
            store.stage("run", "step").close();
            assertThat(read(other.path())).isEqualTo("kept");
        }
        assertNothingStaged();
    }

    @Test
    void twoStagingFoldersOfTheSameStepAreApart() {
        try (Staging one = store.stage("run", "step");
                Staging other = store.stage("run", "step")) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }

    @Test
    void publishingMovesTheWholeFolder() {
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "whole");
            staging.publish(target, SEAL);
            assertThat(store.exists(staging.path())).isFalse();
        }
        assertThat(read(target)).isEqualTo("whole");
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    @Test
    void aFolderInsideCanBePublishedAlone() {
        try (Staging staging = store.stage("run", "step")) {
            Path inner = new Path(staging.path(), "inner");
            store.writeText(new Path(inner, "file"), "inside");
            write(staging, "beside");
            staging.publish(inner, target, SEAL);
        }
        assertThat(read(target)).isEqualTo("inside");
        assertNothingStaged();
    }

    @Test
    void whatIsThereAlreadyIsNotTouched() {
        store.writeText(new Path(target, "file"), "first");
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "second");
            assertThat(failure(ErrorCode.STORE_CONFLICT, () -> staging.publish(target, SEAL)))
                    .hasMessageContaining(target.toString());
        }
        assertThat(read(target)).isEqualTo("first");
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    @Test
    void evenAnEmptyFolderInTheWayIsAConflict() throws IOException {
        store.fileSystem().mkdirs(target);
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "second");
            failure(ErrorCode.STORE_CONFLICT, () -> staging.publish(target, SEAL));
        }
        assertThat(store.list(target)).isEmpty();
    }

    @Test
    void replacingSwapsTheFolders() {
        store.writeText(new Path(target, "file"), "first");
        store.writeText(new Path(target, "more"), "first");
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "second");
            staging.replace(target, SEAL);
        }
        assertThat(read(target)).isEqualTo("second");
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    @Test
    void replacingNothingPublishes() {
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "first");
            staging.replace(target, SEAL);
        }
        assertThat(read(target)).isEqualTo("first");
    }

    @Test
    void whatWasThereComesBackWhereReplacingFails() throws IOException {
        store.writeText(new Path(target, "file"), "first");
        try (Staging staging = store.stage("run", "step")) {
            store.fileSystem().delete(staging.path(), true);
            assertThatThrownBy(() -> staging.replace(target, SEAL))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(read(target)).isEqualTo("first");
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    @RepeatedTest(REPETITIONS)
    void ofRunsThatPublishAtTheSameTimeOneWinsWhole() throws Exception {
        long winners = race(staging -> staging.publish(target, SEAL));
        assertThat(winners).isEqualTo(1);
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    @RepeatedTest(REPETITIONS)
    void runsThatReplaceAtTheSameTimeLeaveOneWhole() throws Exception {
        store.writeText(new Path(target, "file"), "old");
        assertThat(race(staging -> staging.replace(target, SEAL))).isPositive();
        assertThat(read(target)).isNotEqualTo("old");
        assertThat(store.list(target)).hasSize(1);
        assertNothingStaged();
    }

    /** Lets several runs publish at once, and counts those that did. */
    private long race(Consumer<Staging> publish) throws Exception {
        int runs = 4;
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            CyclicBarrier start = new CyclicBarrier(runs);
            Callable<Boolean> run =
                    () -> {
                        try (Staging staging = store.stage("run", "step")) {
                            write(staging, staging.path().getName());
                            start.await();
                            publish.accept(staging);
                            return true;
                        } catch (HourglassException | UncheckedIOException e) {
                            return false;
                        }
                    };
            long winners = 0;
            for (Future<Boolean> result : threads.invokeAll(Collections.nCopies(runs, run))) {
                winners += result.get() ? 1 : 0;
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nothingOfHadoopsOwnIsLeftBesideWhatWasPublished() throws IOException {
        try (Staging staging = store.stage("run", "step")) {
            write(staging, "whole");
            staging.publish(target, SEAL);
        }
        try (var files = Files.walk(folder)) {
            List<String> names =
                    files.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString())
                            .toList();
            assertThat(names).containsExactly("file");
        }
    }

    private void assertNothingStaged() {
        assertThat(store.list(new Path(store.root(), "_staging")))
                .extracting(FileStatus::getPath)
                .isEmpty();
    }

    private void write(Staging staging, String text) {
        store.writeText(new Path(staging.path(), "file"), text);
    }

    private String read(Path where) {
        return store.readText(new Path(where, "file"));
    }
}
