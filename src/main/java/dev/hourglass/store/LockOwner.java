package dev.hourglass.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a lock.
 *
 * @param token of this holding, never used twice
 * @param job what it does
 * @param host the machine's name, for people
 * @param machine what tells the process numbers of one machine or container from those of all
 *     others; null where the operating system does not say
 * @param pid number of the process
 * @param processStarted when it was started, since numbers are used again; null where unknown
 * @param since when it took the lock
 */
record LockOwner(
        String token,
        String job,
        String host,
        String machine,
        long pid,
        Instant processStarted,
        Instant since) {
    LockOwner {
        requireNonNull(token, "token is missing");
        requireNonNull(since, "since is missing");
    }

    /** This process, from now on. */
    static LockOwner self(String job) {
        ProcessHandle process = ProcessHandle.current();
        return new LockOwner(
                UUID.randomUUID().toString(),
                job,
                thisHost(),
                thisMachine(),
                process.pid(),
                process.info().startInstant().orElse(null),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether it was a process of this machine, and is no more. */
    boolean hasEndedHere() {
        if (machine == null || processStarted == null || !machine.equals(thisMachine())) {
            return false;
        }
        Optional<Instant> started =
                ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
        return started.isEmpty() || !started.get().equals(processStarted);
    }

    String describe() {
        return job + " on " + host + ", process " + pid + ", since " + since;
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "an unknown host";
        }
    }

    /** Containers of one machine share its boot, but not their process numbers. */
    private static String thisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
                    + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return null;
        }
    }
}
