package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.onednn.OnednnEngine;

/** The engines of this JVM. */
public final class Engines {
    private Engines() {}

    /** The engine that layers compute with. */
    public static Engine current() {
        return Onednn.ENGINE;
    }

    private static final class Onednn {
        static final Engine ENGINE =
                new OnednnEngine(Precision.valueOf(System.getProperty("prec", "FLOAT32")));
    }
}
