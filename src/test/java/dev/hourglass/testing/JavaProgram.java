package dev.hourglass.testing;

import dev.hourglass.reproduce.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A main class that was run to its end in a JVM of its own.
 *
 * @param exitCode of the process
 * @param output standard output and error
 */
public record JavaProgram(int exitCode, String output) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /**
     * Runs {@code main} and waits for its end.
     *
     * @param folder where its output is kept
     * @param options of its JVM
     */
    public static JavaProgram run(
            Path folder, List<String> options, List<Path> classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("conf", "jvm.options").toAbsolutePath());
        command.addAll(options);
        command.add("-cp");
        command.add(
                String.join(
                        System.getProperty("path.separator"),
                        classPath.stream().map(Path::toString).toList()));
        command.add(main.getName());
        try {
            Path log = Files.createTempFile(folder, main.getSimpleName(), ".log");
            try (ChildProcess process =
                    ChildProcess.start(command, ChildProcess.SHORT_LIVED, log, log)) {
                int exitCode = process.await(LIMIT);
                return new JavaProgram(exitCode, process.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is on this JVM's own class path. */
    public static List<Path> classPath() {
        String[] entries =
                System.getProperty("java.class.path").split(System.getProperty("path.separator"));
        return Arrays.stream(entries).map(Path::of).toList();
    }
}
