package dev.hourglass.error;

import static java.util.Objects.requireNonNull;

/**
 * A failure a user can act on. Its message says what is wrong, where, and how to mend it; the
 * command line prints these three and no stack trace unless {@code --debug} is given.
 */
public final class HourglassException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String what;
    private final String where;
    private final String mend;

    /**
     * @param code the category, which decides the exit code
     * @param what what is wrong, one sentence without a full stop
     * @param where the key, column, file, byte or identifier it was found at
     * @param mend what the user can do about it
     */
    public HourglassException(ErrorCode code, String what, String where, String mend) {
        this(code, what, where, mend, null);
    }

    /**
     * As the constructor without a cause, keeping the exception that led here for {@code --debug}.
     */
    public HourglassException(
            ErrorCode code, String what, String where, String mend, Throwable cause) {
        super(what + " (" + where + "): " + mend, cause);
        this.code = requireNonNull(code, "code is null");
        this.what = what;
        this.where = where;
        this.mend = mend;
    }

    public ErrorCode code() {
        return code;
    }

    public String what() {
        return what;
    }

    public String where() {
        return where;
    }

    public String mend() {
        return mend;
    }
}
