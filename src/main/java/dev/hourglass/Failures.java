package dev.hourglass;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.security.AccessControlException;

/** Finds in an exception from Spark, Hadoop or the JDK what a user has to know. */
final class Failures {
    private static final List<String> DISK_FULL =
            List.of("No space left on device", "Disk quota exceeded", "DSQuotaExceeded");

    private Failures() {}

    static HourglassException explain(Throwable e) {
        HourglassException known = ExceptionUtils.throwableOfType(e, HourglassException.class);
        if (known != null) {
            return known;
        }
        // An executor's exception may reach the driver as text only, inside Spark's own.
        String text = ExceptionUtils.getStackTrace(e);
        if (DISK_FULL.stream().anyMatch(text::contains)) {
            return new HourglassException(
                    ErrorCode.STORE_UNWRITABLE,
                    "The disk is full",
                    ExceptionUtils.getRootCauseMessage(e),
                    "free some space where store and spark.local.dir lie, and run the job again: nothing"
                            + " half-written was published",
                    e);
        }
        if (ExceptionUtils.indexOfType(e, AccessControlException.class) >= 0
                || ExceptionUtils.indexOfType(e, FileNotFoundException.class) >= 0) {
            return new HourglassException(
                    ErrorCode.STORE_UNWRITABLE,
                    "A file cannot be read or written",
                    ExceptionUtils.getRootCauseMessage(e),
                    "check that it exists and that this user has the right to it",
                    e);
        }
        return new HourglassException(
                ErrorCode.INTERNAL,
                "The job failed unexpectedly",
                ExceptionUtils.getRootCauseMessage(e).lines().findFirst().orElse(""),
                "run it with --debug to see the whole trace",
                e);
    }
}
