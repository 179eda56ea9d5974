package dev.hourglass.compression.batch;

/**
 * What compressed records are to come to.
 *
 * @param kind which figure
 * @param value that it is to have
 */
public record RateTarget(Kind kind, double value) {
    /** Which figure is aimed at. */
    public enum Kind {
        /** Bits a sample, everything in the files counted. */
        BITS("compression.bits"),
        /** Mean PRDN of the leads, in percent. */
        PRDN("compression.target-prdn"),
        /** Bits before compression, by the converters' resolutions, over bits after it. */
        RATIO("compression.target-ratio");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** The configuration's key for it. */
        String key() {
            return key;
        }
    }

    /** Whether figures are on the side of the target that a coarser quantiser leads to. */
    boolean isCoarser(RateFigures figures) {
        return switch (kind) {
            case BITS -> figures.bits() <= value;
            case PRDN -> figures.prdn() > value;
            case RATIO -> figures.ratio() >= value;
        };
    }

    /** Whether the target is kept on its coarser side: a rate is a limit, and so is a PRDN. */
    boolean isKeptByCoarser() {
        return kind != Kind.PRDN;
    }
}
