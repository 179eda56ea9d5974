package dev.hourglass.error;

/** What kind of thing went wrong, and the exit code a job ends with because of it. */
public enum ErrorCode {
    /** The command line is malformed: an unknown flag, a missing value. */
    USAGE(2),
    /** A configuration key is unknown, or its value is out of range or contradicts another. */
    CONFIGURATION(2),
    /** The store or Spark lacks what a job needs before it can start: a step not yet run. */
    MISSING_INPUT(2),
    /** Raw data cannot be found or read. */
    SOURCE_UNREADABLE(3),
    /** Raw data breaks its format. */
    SOURCE_MALFORMED(3),
    /** More samples were rejected than {@code ingest.max-rejected} allows. */
    TOO_MANY_REJECTED(3),
    /**
     * A stored dataset, model or embedding table is damaged or of a version this build cannot read.
     */
    STORE_CORRUPT(3),
    /** The store exists already and holds something else. */
    STORE_CONFLICT(2),
    /** The store cannot be written: permissions, a full disk, a file where a folder should be. */
    STORE_UNWRITABLE(1),
    /** Embeddings differ from the last ones by more than {@code nightly.drift} allows. */
    DRIFT(3),
    /** Training went wrong: a loss that is not a number, examples lost. */
    TRAINING_FAILED(1),
    /** A failure that no other code describes. */
    INTERNAL(1);

    private final int exitCode;

    ErrorCode(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The process exit code: 1 failed, 2 usage or configuration, 3 data. */
    public int exitCode() {
        return exitCode;
    }
}
