package dev.hourglass.compression.entropy;

/**
 * Bytes that no encoder of this package makes of the symbols asked for. It is checked because
 * callers decide: what is around the code knows where it lies and what is lost with it.
 */
public final class MalformedCodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is wrong, one sentence without a full stop
     */
    public MalformedCodeException(String reason) {
        super(reason);
    }
}
