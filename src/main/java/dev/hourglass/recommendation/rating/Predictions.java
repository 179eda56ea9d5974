package dev.hourglass.recommendation.rating;

import java.util.Map;

/**
 * Predicted ratings of pairs.
 *
 * @param byNetwork whether the network answered, by pair; else the biases of what is known did
 * @param methods by name, the network's first: a rating for each pair
 */
public record Predictions(boolean[] byNetwork, Map<String, float[]> methods) {
    /** What the rating network is called among the methods. */
    public static final String NETWORK = "network";

    /** What the biased mean is called. */
    public static final String BIASES = "biases";

    /** Of the network, or of the biases where it could not answer. */
    public float[] answers() {
        return methods.get(NETWORK);
    }
}
