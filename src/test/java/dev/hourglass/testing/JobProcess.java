package dev.hourglass.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job that was run to its end as a user would run it, from the scripts in {@code jobs/}.
 *
 * @param exitCode of the process
 * @param output lines of standard output
 * @param errors the command and the end of standard error, as a test's message shows them
 */
public record JobProcess(int exitCode, List<String> output, String errors) {
    /** Long enough for a machine that is busy with other work. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * Runs {@code jobs/NAME} and waits for its end.
     *
     * @param folder where standard output and error are kept
     * @param environment beside this JVM's own; without SPARK_HOME the job runs in one local JVM
     */
    public static JobProcess run(
            Path folder, Map<String, String> environment, String name, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("jobs", name).toAbsolutePath().toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(folder);
            Path output = Files.createTempFile(folder, name + "-", ".out");
            Path errors = Files.createTempFile(folder, name + "-", ".err");
            try (ChildProcess process = ChildProcess.start(command, environment, output, errors)) {
                int exitCode = process.await(LIMIT);
                return new JobProcess(exitCode, Files.readAllLines(output), process.describe());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of standard output, which is to be a JSON object. */
    public JsonNode summary() {
        try {
            return new ObjectMapper().readTree(output.get(output.size() - 1));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + output, e);
        }
    }
}
