package dev.hourglass.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A job in a process of its own, which ends with {@link #close} at the latest. */
public final class RunningJob implements AutoCloseable {
    /** Long enough for a machine that is busy with other work. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TELLING = Duration.ofSeconds(1);

    private final ChildProcess process;
    private final Path output;

    private RunningJob(ChildProcess process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts {@code jobs/NAME}.
     *
     * @param folder where standard output and error are kept
     * @param environment beside this JVM's own; without SPARK_HOME the job runs in one local JVM
     * @param wrapper a command that starts another, which is appended to it; may be empty
     */
    public static RunningJob start(
            Path folder,
            Map<String, String> environment,
            List<String> wrapper,
            String name,
            List<String> arguments) {
        // Whoever runs this in the background may have had interrupts ignored.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(wrapper);
        command.add(Checkout.root().resolve("jobs").resolve(name).toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(folder);
            Path output = Files.createTempFile(folder, name + "-", ".out");
            Path errors = Files.createTempFile(folder, name + "-", ".err");
            return new RunningJob(ChildProcess.start(command, environment, output, errors), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the job has come to some point.
     *
     * @throws IllegalStateException where it ends before that
     */
    public void await(BooleanSupplier point) {
        while (!point.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("It has ended: " + process.describe());
            }
            pause(POLL);
        }
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal: INT as Ctrl-C does, or KILL. */
    public void signal(String name) {
        process.signal(name);
    }

    /**
     * Waits for the end, and watches how much memory the process has at most, as Linux counts it:
     * all that is resident, in the heap and outside. Megabytes.
     */
    public long peakMegabytes() {
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, process.peakKilobytes() >> 10);
            pause(POLL);
        }
        return peak;
    }

    /**
     * Waits for the end, however long it takes.
     *
     * @param lines takes what the job says to people, line by line
     */
    public FinishedJob follow(Consumer<String> lines) {
        int told = 0;
        while (process.isAlive()) {
            pause(TELLING);
            String log = process.log();
            // Whole lines alone: the last may still be written.
            List<String> said = log.substring(0, log.lastIndexOf('\n') + 1).lines().toList();
            said.subList(told, said.size()).forEach(lines);
            told = said.size();
        }
        return end();
    }

    /** Waits for the end. */
    public FinishedJob end() {
        int exitCode = process.await(LIMIT);
        try {
            return new FinishedJob(exitCode, Files.readAllLines(output), process.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** Lets a job go on for a while. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a job", e);
        }
    }
}
