package dev.hourglass.compression.container;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * A file that is no {@code .hgc} container, or whose header is damaged, so that nothing of it can
 * be read. It is checked because callers decide: a job over many files sets it aside and goes on, a
 * tool ends with {@link #asFailure()}.
 */
public final class MalformedContainerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String position;

    /**
     * @param path the file
     * @param position where in the file: {@code byte 8}
     * @param reason what is wrong, one sentence without a full stop
     */
    public MalformedContainerException(String path, String position, String reason) {
        super(reason);
        this.path = path;
        this.position = position;
    }

    public String path() {
        return path;
    }

    public String position() {
        return position;
    }

    public String reason() {
        return getMessage();
    }

    /** The failure to end with where a file cannot be set aside. */
    public HourglassException asFailure() {
        return new HourglassException(
                ErrorCode.SOURCE_MALFORMED,
                reason(),
                path + ", " + position,
                "restore the file from a copy, or compress the record again",
                this);
    }
}
