package dev.hourglass.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.Hourglass;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.reproduce.ChildProcess;
import dev.hourglass.reproduce.FinishedJob;
import dev.hourglass.reproduce.RunningJob;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A job that was run to its end as a user would run it, from the scripts in {@code jobs/}.
 *
 * @param exitCode of the process
 * @param output lines of standard output
 * @param errors standard error
 */
public record JobProcess(int exitCode, List<String> output, String errors) {
    /** Progress, and what the JVM says of the options that tests give it. */
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "((ingest|train|embed|cluster|assign|search|compress|decompress|nightly|pca|rate-distortion|recommend|fold-in|rating-model|rate|report)|NOTE: Picked up \\w+): .*");

    /**
     * Runs {@code jobs/NAME} and waits for its end.
     *
     * @param folder where standard output and error are kept
     * @param environment beside this JVM's own; without SPARK_HOME the job runs in one local JVM
     */
    public static JobProcess run(
            Path folder, Map<String, String> environment, String name, List<String> arguments) {
        try (RunningJob job = start(folder, environment, List.of(), name, arguments)) {
            return of(job.end());
        }
    }

    /** Starts {@code jobs/NAME} as {@link RunningJob} does, in JVMs that start quickly. */
    public static RunningJob start(
            Path folder,
            Map<String, String> environment,
            List<String> wrapper,
            String name,
            List<String> arguments) {
        Map<String, String> all = new HashMap<>(ChildProcess.SHORT_LIVED);
        all.putAll(environment);
        return RunningJob.start(folder, all, wrapper, name, arguments);
    }

    /** A job that has ended. */
    public static JobProcess of(FinishedJob job) {
        return new JobProcess(job.exitCode(), job.output(), job.errors());
    }

    /** Runs a job in this JVM, where what Spark logs does not come to its standard error. */
    public static JobProcess runHere(String name, List<String> arguments) {
        PrintStream usualOutput = System.out;
        PrintStream usualErrors = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int exitCode =
                    Hourglass.run(
                            Stream.concat(Stream.of(name), arguments.stream())
                                    .toArray(String[]::new));
            return new JobProcess(
                    exitCode,
                    output.toString(StandardCharsets.UTF_8).lines().toList(),
                    errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOutput);
            System.setErr(usualErrors);
        }
    }

    /** Whether it did its work, and said so in one line of JSON alone. */
    public JobProcess assertDone() {
        assertThat(exitCode).as(errors).isZero();
        assertThat(output).hasSize(1);
        assertThat(summary().path("seconds").isNumber()).isTrue();
        assertNothingButProgress(errors.lines().toList());
        return this;
    }

    /** Whether it failed as it should: three lines of error, and no word on standard output. */
    public JobProcess assertFailed(ErrorCode code, String what, String where, String mend) {
        assertThat(exitCode).as(errors).isEqualTo(code.exitCode());
        assertThat(output).isEmpty();
        List<String> lines = errors.lines().toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
        int end = lines.size() - 3;
        assertThat(lines.get(end)).startsWith("error: ").contains(what);
        assertThat(lines.get(end + 1)).startsWith("  where: ").contains(where);
        assertThat(lines.get(end + 2)).startsWith("  mend:  ").contains(mend);
        assertNothingButProgress(lines.subList(0, end));
        return this;
    }

    private static void assertNothingButProgress(List<String> lines) {
        assertThat(lines).allMatch(line -> HARMLESS.matcher(line).matches());
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
