package dev.hourglass.recommendation;

import dev.hourglass.embedding.AutoencoderPool;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import java.util.List;

/**
 * A network that was trained on users: what it makes of a user's items is the score of each item
 * (Liang, Krishnan, Hoffman and Jebara 2018).
 */
public final class AutoencoderScorer implements ScorerFactory {
    private static final long serialVersionUID = 1L;

    private final AutoencoderPool networks;

    /**
     * @param parameters all weights as one vector
     */
    public AutoencoderScorer(NetworkSpec network, float[] parameters) {
        networks = new AutoencoderPool(network, parameters);
    }

    @Override
    public Scorer create() {
        Autoencoder network = networks.lendToTask();
        return users -> score(network, users);
    }

    private static float[] score(Autoencoder network, List<Interactions> users) {
        int items = network.spec().elements();
        float[] vectors = new float[users.size() * items];
        for (int row = 0; row < users.size(); row++) {
            Interactions user = users.get(row);
            for (int i = 0; i < user.items().length; i++) {
                vectors[row * items + user.items()[i]] = user.values()[i];
            }
        }
        return network.decode(network.encode(vectors, users.size()), users.size());
    }
}
