package dev.hourglass.compression.container;

import java.util.Optional;

/**
 * Something in a container that is not as it was written.
 *
 * @param position the byte of the file where it was noticed
 * @param reason what is wrong, one sentence without a full stop
 * @param lost windows that will not be delivered because of it; empty where these are none, or are
 *     told of once it is known which
 */
public record Damage(long position, String reason, Optional<Windows> lost) {
    /**
     * Windows of a signal that follow one another.
     *
     * @param signal the signal's number in the header
     * @param first the number of the first window
     * @param count at least 1
     */
    public record Windows(int signal, long first, long count) {}
}
