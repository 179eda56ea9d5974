package dev.hourglass.compression.container;

/** How far a signal's windows were delivered, and where the next ones may have been damaged. */
final class WindowSequence {
    private static final long NOWHERE = -1;

    private long next;
    private long soundFrom = NOWHERE;
    private long suspected = NOWHERE;

    /** The first window not delivered yet. */
    long next() {
        return next;
    }

    /** Notes a damaged frame that says it has windows of this signal. */
    void suspect(long position) {
        if (suspected == NOWHERE) {
            suspected = position;
        }
    }

    /** Notes that windows were delivered. */
    void deliver(Frame frame) {
        next = frame.header().first() + frame.header().count();
        soundFrom = frame.position();
        suspected = NOWHERE;
    }

    /**
     * Where windows that are missing were lost, as far as it is known.
     *
     * @param lastDamage where the last damage began
     * @param here where they are found missing
     */
    long lossPosition(long lastDamage, long here) {
        if (suspected != NOWHERE) {
            return suspected;
        }
        return lastDamage > soundFrom ? lastDamage : here;
    }
}
