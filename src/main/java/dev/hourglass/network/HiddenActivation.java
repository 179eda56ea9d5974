package dev.hourglass.network;

import dev.hourglass.network.engine.Nonlinearity;

/** The activation of a network's hidden layers. */
public enum HiddenActivation {
    RELU(Nonlinearity.RELU),
    LEAKY_RELU(Nonlinearity.LEAKY_RELU),
    ELU(Nonlinearity.ELU),
    SIGMOID(Nonlinearity.SIGMOID),
    TANH(Nonlinearity.TANH);

    private final Nonlinearity nonlinearity;

    HiddenActivation(Nonlinearity nonlinearity) {
        this.nonlinearity = nonlinearity;
    }

    Nonlinearity nonlinearity() {
        return nonlinearity;
    }
}
