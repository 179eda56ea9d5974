package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.onednn.OnednnEngine;

/** The engines of this JVM. */
public final class Engines {
    private Engines() {}

    /** The engine that layers compute with. */
    public static Engine current() {
        return new OnednnEngine(EngineSettings.current().precision());
    }
}
