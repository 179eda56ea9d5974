package dev.hourglass.source.wfdb;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;

/**
 * A record that breaks the format or that this package does not read. It is checked because callers
 * decide: a source sets the record aside and goes on, a tool ends with {@link #asFailure()}.
 */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String position;

    /**
     * @param path the file
     * @param position where in the file: {@code line 2}, {@code byte 16}; null where the whole file
     *     is meant
     * @param reason what is wrong, one sentence without a full stop
     */
    public MalformedRecordException(String path, String position, String reason) {
        super(reason);
        this.path = path;
        this.position = position;
    }

    public String path() {
        return path;
    }

    /** Null where the whole file is meant. */
    public String position() {
        return position;
    }

    public String reason() {
        return getMessage();
    }

    /** The failure to end with where a record cannot be set aside. */
    public HourglassException asFailure() {
        return new HourglassException(
                ErrorCode.SOURCE_MALFORMED,
                reason(),
                position == null ? path : path + ", " + position,
                "fetch the record again, or take it out of the folder",
                this);
    }
}
