package dev.hourglass.store;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    @TempDir private Path folder;
    private Store store;
    private org.apache.hadoop.fs.Path guarded;

    @BeforeEach
    void openStore() {
        store = Store.open(folder.toString(), new Configuration());
        guarded = new org.apache.hadoop.fs.Path(store.root(), "guarded");
    }

    @Test
    void oneHolderAtATime() {
        try (Lock first = take(Duration.ZERO)) {
            assertThat(failure(ErrorCode.STORE_CONFLICT, () -> take(Duration.ZERO)))
                    .hasMessageContaining("a job on ")
                    .hasMessageContaining("since 2");
            first.require();
        }
        assertThat(folder.resolve("guarded/_lock")).isEmptyDirectory();
        take(Duration.ZERO).close();
    }

    @Test
    void whoWaitsGetsItAfterwardsAndSaysForWhom() {
        List<String> said = new ArrayList<>();
        Lock first = take(Duration.ZERO);
        CompletableFuture.runAsync(
                first::close,
                CompletableFuture.delayedExecutor(1, java.util.concurrent.TimeUnit.SECONDS));
        try (Lock second = Lock.take(store, guarded, "another", Duration.ofMinutes(1), said::add)) {
            second.require();
        }
        assertThat(said).singleElement().asString().startsWith("waiting for a job on ");
    }

    @Test
    void ofManyAtOnceOneGetsIt() {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(
                    CompletableFuture.runAsync(
                            () -> {
                                try (Lock held = take(Duration.ofMinutes(2))) {
                                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                                    held.require();
                                    holders.decrementAndGet();
                                }
                            }));
        }
        all.forEach(CompletableFuture::join);
        assertThat(most).hasValue(1);
    }

    @Test
    void theLockOfAProcessThatEndedIsTakenOverAtOnce() throws Exception {
        Lock lost = take(Duration.ZERO);
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        rewrite("\"pid\" : \\d+", "\"pid\" : " + ended.pid());
        take(Duration.ZERO).close();
        assertThat(failure(ErrorCode.STORE_CONFLICT, lost::require))
                .hasMessageContaining("taken over");
        lost.close();
    }

    @Test
    void aProcessNumberThatAnotherProcessHasNowIsNotTakenForTheHolder() throws IOException {
        take(Duration.ZERO);
        rewrite("\"process_started\" : \"\\d{4}", "\"process_started\" : \"2001");
        take(Duration.ZERO).close();
    }

    @Test
    void theLockOfAnotherMachineIsTakenOverWhenItIsSilent() throws IOException {
        take(Duration.ZERO);
        rewrite("\"machine\" : \"[^\"]*\"", "\"machine\" : \"elsewhere\"");
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> take(Duration.ZERO))).isNotNull();
        Instant silent = Instant.now().minus(Lock.SILENCE).minusSeconds(5);
        Files.setLastModifiedTime(entry(), FileTime.from(silent));
        take(Duration.ZERO).close();
    }

    @Test
    void aHolderThatLostItDoesNotRemoveTheNextOnes() throws IOException {
        Lock lost = take(Duration.ZERO);
        rewrite("\"process_started\" : \"\\d{4}", "\"process_started\" : \"2001");
        try (Lock next = take(Duration.ZERO)) {
            lost.close();
            next.require();
        }
    }

    private Lock take(Duration patience) {
        return Lock.take(store, guarded, "a job", patience, line -> {});
    }

    private void rewrite(String pattern, String replacement) throws IOException {
        Path owner = entry();
        String text = Files.readString(owner);
        String changed = text.replaceFirst(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(owner, changed);
    }

    /** The file of the one holder. */
    private Path entry() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("guarded/_lock"))) {
            List<Path> all = entries.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
