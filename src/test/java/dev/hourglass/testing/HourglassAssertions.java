package dev.hourglass.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests ask of failures. */
public final class HourglassAssertions {
    private HourglassAssertions() {}

    /** The failure that the call ends with, which must be of this code. */
    public static HourglassException failure(ErrorCode code, ThrowingCallable call) {
        return checked(code, catchThrowable(call));
    }

    /** The failure of an executor that the call ends with, which Spark wraps in its own. */
    public static HourglassException executorFailure(ErrorCode code, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        HourglassException inner = ExceptionUtils.throwableOfType(thrown, HourglassException.class);
        return checked(code, inner == null ? thrown : inner);
    }

    private static HourglassException checked(ErrorCode code, Throwable thrown) {
        assertThat(thrown).isInstanceOf(HourglassException.class);
        HourglassException failure = (HourglassException) thrown;
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        return failure;
    }
}
