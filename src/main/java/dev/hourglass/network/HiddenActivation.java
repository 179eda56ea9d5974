package dev.hourglass.network;

import org.nd4j.linalg.activations.Activation;

/** The activation of a network's hidden layers. */
public enum HiddenActivation {
    RELU(Activation.RELU),
    LEAKY_RELU(Activation.LEAKYRELU),
    ELU(Activation.ELU),
    SIGMOID(Activation.SIGMOID),
    TANH(Activation.TANH);

    private final Activation activation;

    HiddenActivation(Activation activation) {
        this.activation = activation;
    }

    Activation activation() {
        return activation;
    }
}
