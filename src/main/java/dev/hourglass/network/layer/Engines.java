package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.onednn.OnednnEngine;

/** The engines of this JVM. */
public final class Engines {
    private Engines() {}

    /** The engine that the settings name. */
    public static Engine get(EngineSettings settings) {
        return switch (settings.name()) {
            case ONEDNN -> Onednn.ENGINE;
            case ND4J -> throw new UnsupportedOperationException();
        };
    }

    private static final class Onednn {
        static final Engine ENGINE = new OnednnEngine();
    }
}
