package dev.hourglass;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Finds in an exception from Spark, Hadoop or the JDK what a user has to know. */
final class Failures {
    private static final int LONGEST_WHERE = 300;

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(
                            List.of(
                                    "No space left on device",
                                    "Disk quota exceeded",
                                    "DSQuotaExceeded"),
                            ErrorCode.STORE_UNWRITABLE,
                            "The disk is full",
                            "free some space where store and spark.local.dir lie, and run the job"
                                    + " again: nothing half-written was published"),
                    new Sign(
                            List.of(
                                    "OutOfMemoryError",
                                    "INVALID_DRIVER_MEMORY",
                                    "INVALID_EXECUTOR_MEMORY"),
                            ErrorCode.INTERNAL,
                            "There is not enough memory",
                            "give more with HOURGLASS_MEMORY=8g (Java's heap) or HOURGLASS_NATIVE=8g"
                                    + " (arrays), on a cluster with spark.executor.memory, or make"
                                    + " the network or training.batch smaller"),
                    new Sign(
                            List.of(
                                    "is not a Parquet file",
                                    "Parquet column cannot be converted in file"),
                            ErrorCode.SOURCE_MALFORMED,
                            "A file is no Parquet, or its columns have other types",
                            "mend the file, or take it away, and run the job again"),
                    new Sign(
                            List.of("Could not parse Master URL"),
                            ErrorCode.CONFIGURATION,
                            "Spark does not know a master of this kind",
                            "set spark.master=local[*], or leave it to spark-submit"),
                    new Sign(
                            List.of("stopped SparkContext", "SparkContext was shut down"),
                            ErrorCode.INTERNAL,
                            "Spark has ended the application",
                            "see that the cluster runs and takes this client, which needs the same"
                                    + " spark.authenticate.secret where it has one; --debug shows"
                                    + " what Spark says"),
                    new Sign(
                            List.of(
                                    "AccessControlException",
                                    "AccessDeniedException",
                                    "Permission denied",
                                    "FileNotFoundException"),
                            ErrorCode.STORE_UNWRITABLE,
                            "A file cannot be read or written",
                            "check that it exists and that this user has the right to it"));

    private Failures() {}

    /**
     * A kind of failure.
     *
     * @param texts of which one stands in the stack trace: an executor's exception may reach the
     *     driver as text only, inside Spark's own
     */
    private record Sign(List<String> texts, ErrorCode code, String what, String mend) {
        Optional<HourglassException> find(Throwable e, String trace) {
            return trace.lines()
                    .filter(line -> texts.stream().anyMatch(line::contains))
                    // Spark repeats a cause within lines of its own, where it may be cut off.
                    .min(Comparator.comparingInt(String::length))
                    .map(line -> StringUtils.abbreviate(line.strip(), LONGEST_WHERE))
                    .map(line -> new HourglassException(code, what, line, mend, e));
        }
    }

    static HourglassException explain(Throwable e) {
        HourglassException known = ExceptionUtils.throwableOfType(e, HourglassException.class);
        if (known != null) {
            return known;
        }
        String trace = ExceptionUtils.getStackTrace(e);
        return SIGNS.stream()
                .flatMap(sign -> sign.find(e, trace).stream())
                .findFirst()
                .orElseGet(() -> unexpected(e));
    }

    private static HourglassException unexpected(Throwable e) {
        return new HourglassException(
                ErrorCode.INTERNAL,
                "The job failed unexpectedly",
                ExceptionUtils.getRootCauseMessage(e).lines().findFirst().orElse(""),
                "run it with --debug to see the whole trace",
                e);
    }
}
