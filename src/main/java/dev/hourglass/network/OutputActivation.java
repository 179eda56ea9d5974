package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;

/** The activation of the last layer: sigmoid bounds the reconstruction to [0, 1]. */
public enum OutputActivation {
    IDENTITY(Nonlinearity.IDENTITY),
    SIGMOID(Nonlinearity.SIGMOID);

    private final Nonlinearity nonlinearity;

    OutputActivation(Nonlinearity nonlinearity) {
        this.nonlinearity = nonlinearity;
    }

    Nonlinearity nonlinearity() {
        return nonlinearity;
    }
}
