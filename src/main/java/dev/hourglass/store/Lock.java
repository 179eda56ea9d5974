package dev.hourglass.store;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder {@code _lock} that one process of all machines has at a time. It is made whole aside and
 * renamed, which only one of many can do; on object stores, where a rename is a copy, two that come
 * at the same moment may both succeed. The holder writes a sign of life every few seconds. A lock
 * without one is taken over: at once where its process was on this machine and has ended, else
 * after {@link #SILENCE}.
 */
public final class Lock implements AutoCloseable {
    /** How long a holder may be silent, in the file system's own time. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String OWNER = "owner.json";
    private static final String LIFE = "alive";

    /** The token of a lock that was removed while its holder wrote a sign of life into it. */
    private static final String NOBODY = "nobody";

    private static final Logger LOG = LoggerFactory.getLogger(Lock.class);

    private final Store store;
    private final Path folder;
    private final LockOwner owner;
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
        while (!create(store, folder, self)) {
            Optional<LockOwner> holder = owner(store, folder);
            if (isDead(store, folder, holder)) {
                LOG.warn("The lock {} is taken over from {}", folder, holder);
                remove(store, folder, holder.map(LockOwner::token).orElse(NOBODY));
                continue;
            }
            if (holder.isEmpty()) {
                // Given back in this moment.
                continue;
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
        return new Lock(store, folder, self);
    }

    /**
     * Makes sure that the lock has not been taken over, as it is from a process that stood still
     * for long: to be called before what it guards is changed.
     *
     * @throws HourglassException with STORE_CONFLICT where it has
     */
    public void require() {
        Optional<LockOwner> holder = owner(store, folder);
        if (!isOwn(holder)) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "The lock was taken over by another run",
                    folder + holder.map(other -> ": " + other.describe()).orElse(""),
                    "nothing was published; run this job again");
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        if (isOwn(owner(store, folder))) {
            remove(store, folder, owner.token());
        }
    }

    private boolean isOwn(Optional<LockOwner> holder) {
        return holder.isPresent() && holder.get().token().equals(owner.token());
    }

    private void beat() {
        try {
            // Never creates the folder of a lock that is not there any more.
            if (isOwn(owner(store, folder))) {
                store.writeText(new Path(folder, LIFE), Instant.now().toString());
            }
        } catch (RuntimeException e) {
            LOG.warn("No sign of life could be written to {}", folder, e);
        }
    }

    private static boolean create(Store store, Path folder, LockOwner self) {
        try (Staging staging = store.stage("lock", self.token())) {
            store.writeText(new Path(staging.path(), OWNER), Json.pretty(self));
            store.writeText(new Path(staging.path(), LIFE), self.since().toString());
            staging.publish(folder);
            return true;
        } catch (HourglassException e) {
            if (e.code() == ErrorCode.STORE_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isDead(Store store, Path folder, Optional<LockOwner> holder) {
        if (holder.isPresent() && holder.get().hasEndedHere()) {
            return true;
        }
        try {
            FileSystem files = store.fileSystem();
            long alive = files.getFileStatus(new Path(folder, LIFE)).getModificationTime();
            return store.now() - alive > SILENCE.toMillis();
        } catch (IOException e) {
            // It is gone, or being given back.
            return false;
        }
    }

    /** Moves the lock away, which only one of many can do, and deletes it there. */
    private static void remove(Store store, Path folder, String token) {
        try (Staging staging = store.stage("lock", "removed")) {
            Path aside = new Path(staging.path(), token);
            if (!store.fileSystem().rename(folder, aside)) {
                return;
            }
            String removed = owner(store, aside).map(LockOwner::token).orElse(NOBODY);
            if (!removed.equals(token)) {
                // Another took it over and holds it: it gets it back.
                store.fileSystem().rename(aside, folder);
            }
        } catch (IOException e) {
            LOG.debug("{} was removed by another", folder, e);
        }
    }

    private static Optional<LockOwner> owner(Store store, Path folder) {
        Path file = new Path(folder, OWNER);
        try {
            return store.exists(file)
                    ? Optional.of(Json.read(store.readText(file), LockOwner.class, file))
                    : Optional.empty();
        } catch (HourglassException e) {
            if (!store.exists(file)) {
                return Optional.empty();
            }
            throw e;
        }
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
