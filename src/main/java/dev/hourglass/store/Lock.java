package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process of all machines has at a time: an entry in the folder {@code _lock}, named by a
 * token of its own. Who wants the lock writes its entry and lists the folder then, and has it where
 * there is no other entry: of two that come at the same moment, the one that writes later sees the
 * other's. This takes no rename, only that a file is listed from when it has been written, as it is
 * by local disks, HDFS, and object stores of today.
 *
 * <p>The holder writes a sign of life every few seconds. An entry without one counts no more and is
 * deleted: at once where its process was on this machine and has ended, else after {@link
 * #SILENCE}.
 */
public final class Lock implements AutoCloseable {
    /** How long a holder may be silent, in the file system's own time. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** So often the first of several that came together looks whether the others are gone. */
    private static final int LOOKS = 5;

    private static final String ENTRY = ".json";
    private static final Logger LOG = LoggerFactory.getLogger(Lock.class);

    private final Store store;
    private final Path folder;
    private final LockOwner owner;

    /** Before its entry was written the last time, by {@link System#nanoTime}. */
    private volatile long lastSign = System.nanoTime();

    private final ScheduledExecutorService heart =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "lock");
                        thread.setDaemon(true);
                        return thread;
                    });

    private Lock(Store store, Path folder, LockOwner owner) {
        this.store = store;
        this.folder = folder;
        this.owner = owner;
        heart.scheduleAtFixedRate(this::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Takes the lock of a folder.
     *
     * @param guarded what is locked
     * @param job what the caller does, for those who wait
     * @param patience how long it waits for another holder
     * @param waiting takes a line about the holder when it begins to wait
     * @throws HourglassException with STORE_CONFLICT, saying who holds it and since when, where it
     *     is still held then
     */
    public static Lock take(
            Store store, Path guarded, String job, Duration patience, Consumer<String> waiting) {
        Path folder = new Path(guarded, "_lock");
        LockOwner self = LockOwner.self(job);
        Instant deadline = Instant.now().plus(patience);
        boolean said = false;
        while (true) {
            Optional<LockOwner> holder = enter(store, folder, self);
            if (holder.isEmpty()) {
                return new Lock(store, folder, self);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new HourglassException(
                        ErrorCode.STORE_CONFLICT,
                        "Another run holds the lock",
                        folder + ": " + holder.get().describe(),
                        "wait for its end, which jobs/nightly does with nightly.wait-minutes; a"
                                + " run that died loses it within two minutes");
            }
            if (!said) {
                waiting.accept("waiting for " + holder.get().describe());
                said = true;
            }
            pause();
        }
    }

    /**
     * Makes sure that the lock has not been taken over, as it is from a process that stood still
     * for long: to be called before what it guards is changed.
     *
     * @throws HourglassException with STORE_CONFLICT where it has
     */
    public void require() {
        if (!isHeld()) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "The lock was taken over by another run",
                    folder.toString(),
                    "nothing was published; run this job again");
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        store.delete(entry(folder, owner));
    }

    /** Who was silent for long has lost it, though an entry that it wrote late be there again. */
    private boolean isHeld() {
        return System.nanoTime() - lastSign <= SILENCE.toNanos()
                && store.exists(entry(folder, owner));
    }

    private void beat() {
        try {
            long now = System.nanoTime();
            if (isHeld()) {
                write(store, folder, owner);
                lastSign = now;
            }
        } catch (RuntimeException e) {
            LOG.warn("No sign of life could be written to {}", folder, e);
        }
    }

    /** Leaves an entry and returns nothing, or leaves none and returns one of the others'. */
    private static Optional<LockOwner> enter(Store store, Path folder, LockOwner self) {
        Optional<LockOwner> holder = others(store, folder, self).stream().findFirst();
        if (holder.isPresent()) {
            return holder;
        }
        write(store, folder, self);
        for (int look = 0; look < LOOKS; look++) {
            List<LockOwner> others = others(store, folder, self);
            if (others.isEmpty()) {
                return Optional.empty();
            }
            holder = Optional.of(others.get(0));
            // Of those that came together all but one give way, so that this one gets it.
            if (others.get(0).token().compareTo(self.token()) < 0) {
                break;
            }
            pause();
        }
        store.delete(entry(folder, self));
        return holder;
    }

    /** Who else has a living entry, by token; entries of the dead are deleted. */
    private static List<LockOwner> others(Store store, Path folder, LockOwner self) {
        List<LockOwner> others = new ArrayList<>();
        for (FileStatus file : store.list(folder)) {
            if (file.getPath().equals(entry(folder, self))) {
                continue;
            }
            Optional<LockOwner> other = read(store, file.getPath());
            if (other.isEmpty()) {
                // Given back in this moment.
                continue;
            }
            if (other.get().hasEndedHere()
                    || store.now() - file.getModificationTime() > SILENCE.toMillis()) {
                LOG.warn("The lock {} is taken over from {}", folder, other.get().describe());
                store.delete(file.getPath());
            } else {
                others.add(other.get());
            }
        }
        return others;
    }

    private static Optional<LockOwner> read(Store store, Path file) {
        try {
            return Optional.of(Json.read(store.readText(file), LockOwner.class, file));
        } catch (HourglassException e) {
            if (!store.exists(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void write(Store store, Path folder, LockOwner self) {
        store.replaceText(entry(folder, self), Json.pretty(self));
    }

    private static Path entry(Path folder, LockOwner owner) {
        return new Path(folder, owner.token() + ENTRY);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting", e));
        }
    }
}
