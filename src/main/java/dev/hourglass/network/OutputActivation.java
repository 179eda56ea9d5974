package dev.hourglass.network;

import org.nd4j.linalg.activations.Activation;

/** The activation of the last layer: sigmoid bounds the reconstruction to [0, 1]. */
public enum OutputActivation {
    IDENTITY(Activation.IDENTITY),
    SIGMOID(Activation.SIGMOID);

    private final Activation activation;

    OutputActivation(Activation activation) {
        this.activation = activation;
    }

    Activation activation() {
        return activation;
    }
}
