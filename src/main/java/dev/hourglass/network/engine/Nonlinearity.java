package dev.hourglass.network.engine;

/**
 * What follows a layer's linear part. Each derivative can be told from the output alone, so that no
 * layer has to keep what was before it.
 */
public enum Nonlinearity {
    IDENTITY,
    RELU,
    /** x where positive, else 0.01 x. */
    LEAKY_RELU,
    /** x where positive, else exp(x) − 1 (Clevert, Unterthiner and Hochreiter 2016). */
    ELU,
    SIGMOID,
    TANH;

    /** The slope of {@link #LEAKY_RELU} below zero. */
    public static final float LEAK = 0.01f;
}
