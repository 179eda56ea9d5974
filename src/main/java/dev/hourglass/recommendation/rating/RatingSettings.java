package dev.hourglass.recommendation.rating;

import dev.hourglass.config.Require;
import java.io.Serializable;
import java.util.List;

/**
 * The section {@code rating} of the configuration.
 *
 * @param folds parts of the known ratings; autoencoders that have not seen a part make its features
 * @param repeats of the whole training; predictions are the mean of all
 * @param autoencoder of the ratings of a user, and of an item
 * @param network that predicts ratings
 * @param comparison whether to train a network without embeddings, and ALS, to compare with
 * @param pairs what to predict the ratings of; null where that is not said
 */
public record RatingSettings(
        int folds,
        int repeats,
        Autoencoder autoencoder,
        Network network,
        boolean comparison,
        String pairs) {
    public RatingSettings {
        Require.range("rating.folds", folds, 2, 100);
        Require.range("rating.repeats", repeats, 1, 100);
    }

    /**
     * How autoencoders are trained.
     *
     * @param width of the hidden layer
     * @param hidden share of the ratings that are hidden from the input, and reconstructed
     */
    public record Autoencoder(
            int width,
            double hidden,
            int epochs,
            int batch,
            int localSteps,
            double learningRate,
            double weightDecay)
            implements Serializable {
        public Autoencoder {
            Require.range("rating.autoencoder.width", width, 1, 10_000);
            Require.range("rating.autoencoder.hidden", hidden, 0.01, 0.99);
            Require.range("rating.autoencoder.epochs", epochs, 1, 10_000);
            Require.range("rating.autoencoder.batch", batch, 1, 100_000);
            Require.range("rating.autoencoder.local-steps", localSteps, 1, 10_000);
            Require.range("rating.autoencoder.learning-rate", learningRate, 1e-9, 10);
            Require.range("rating.autoencoder.weight-decay", weightDecay, 0, 100);
        }

        Schedule schedule() {
            return new Schedule(epochs, batch, localSteps, learningRate, weightDecay);
        }
    }

    /**
     * How the network is trained that predicts.
     *
     * @param embedding numbers that are learnt of each user and item
     * @param widths of the hidden layers
     */
    public record Network(
            int embedding,
            List<Integer> widths,
            int epochs,
            int batch,
            int localSteps,
            double learningRate,
            double weightDecay)
            implements Serializable {
        public Network {
            widths = List.copyOf(widths);
            Require.range("rating.network.embedding", embedding, 0, 1_000);
            widths.forEach(width -> Require.range("rating.network.widths", width, 1, 10_000));
            Require.range("rating.network.epochs", epochs, 1, 10_000);
            Require.range("rating.network.batch", batch, 1, 1_000_000);
            Require.range("rating.network.local-steps", localSteps, 1, 10_000);
            Require.range("rating.network.learning-rate", learningRate, 1e-9, 10);
            Require.range("rating.network.weight-decay", weightDecay, 0, 100);
        }

        Schedule schedule() {
            return new Schedule(epochs, batch, localSteps, learningRate, weightDecay);
        }
    }

    /**
     * How a network is trained.
     *
     * @param batch rows of a worker's minibatch
     * @param localSteps minibatches between two averagings
     */
    record Schedule(int epochs, int batch, int localSteps, double learningRate, double weightDecay)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
