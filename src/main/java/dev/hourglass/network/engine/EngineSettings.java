package dev.hourglass.network.engine;

import java.io.Serializable;

/** The section {@code engine} of the configuration. */
public record EngineSettings(Name name) implements Serializable {
    /** What computes. */
    public enum Name {
        /** oneDNN's kernels; plain ND4J, with a warning, where they do not load. */
        ONEDNN,
        /** Plain ND4J. */
        ND4J
    }
}
