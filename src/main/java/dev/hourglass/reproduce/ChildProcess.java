package dev.hourglass.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program that this one starts, with all that it starts in turn: none of them outlives {@link
 * #close} or this JVM. Standard error goes to a log file, standard output to another or the same.
 */
public final class ChildProcess implements AutoCloseable {
    /**
     * Environment of JVMs that live for seconds: they would spend half their time in the optimising
     * compiler.
     */
    public static final Map<String, String> SHORT_LIVED =
            Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHOWN_LINES = 60;
    private static final Set<String> PLACING_JOBS = Set.of("MASTER", "HOURGLASS_SPARK_CONF");
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::killAll)));
    }

    private final List<String> command;
    private final Process process;
    private final Path log;

    private ChildProcess(List<String> command, Process process, Path log) {
        this.command = command;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param environment what it gets beside this JVM's own environment, which must not decide
     *     where jobs run
     * @param output where its standard output goes; {@code log} for both in one
     */
    public static ChildProcess start(
            List<String> command, Map<String, String> environment, Path output, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(ChildProcess::placesJobs);
        builder.environment().putAll(environment);
        builder.redirectError(log.toFile());
        if (output.equals(log)) {
            builder.redirectErrorStream(true);
        }
        builder.redirectOutput(output.toFile());
        try {
            Files.createDirectories(log.getParent());
            ChildProcess child = new ChildProcess(command, builder.start(), log);
            RUNNING.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean placesJobs(String variable) {
        return variable.startsWith("SPARK_") || PLACING_JOBS.contains(variable);
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it a signal: INT as Ctrl-C does, or KILL. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for the end.
     *
     * @return the exit code
     * @throws IllegalStateException where it has not ended in time, with the end of its log
     */
    public int await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Still running after " + limit + ": " + describe());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return process.exitValue();
    }

    /** The most memory that it has had so far, or 0 where it has just ended. */
    long peakKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What its log holds so far. */
    public String log() {
        return read(log);
    }

    /** The command and the end of its log. */
    public String describe() {
        return String.join(" ", command) + "\n" + tail(log);
    }

    /** The name of a log and its last lines. */
    public static String tail(Path log) {
        List<String> lines = read(log).lines().toList();
        List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return "--- end of " + log + "\n" + String.join("\n", shown);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it and all that it started to end, and kills what has not ended after a while. */
    @Override
    public void close() {
        List<ProcessHandle> all = family().toList();
        all.forEach(ProcessHandle::destroy);
        all.stream()
                .filter(member -> !ends(member, PATIENCE))
                .forEach(
                        member -> {
                            member.destroyForcibly();
                            ends(member, PATIENCE);
                        });
        RUNNING.remove(this);
    }

    /**
     * Ends it and all that it started at once, by SIGKILL: as the loss of a machine does, without a
     * chance to clean up.
     */
    public void kill() {
        // What it started has to be asked for while it lives.
        List<ProcessHandle> all = family().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(member -> ends(member, PATIENCE));
        RUNNING.remove(this);
    }

    /** The programs that it has started, and those that they have. */
    public Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    private void killAll() {
        family().toList().forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), descendants());
    }

    private static boolean ends(ProcessHandle member, Duration limit) {
        try {
            member.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a process", e);
    }
}
