package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;

/** The activation of the last layer: sigmoid bounds the reconstruction to [0, 1]. */
public enum OutputActivation {
    IDENTITY,
    SIGMOID;

    Nonlinearity nonlinearity() {
        return Nonlinearity.valueOf(name());
    }
}
