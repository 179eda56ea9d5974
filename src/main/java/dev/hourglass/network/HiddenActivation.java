package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;

/** The activation of a network's hidden layers. */
public enum HiddenActivation {
    RELU,
    LEAKY_RELU,
    ELU,
    SIGMOID,
    TANH;

    Nonlinearity nonlinearity() {
        return Nonlinearity.valueOf(name());
    }
}
