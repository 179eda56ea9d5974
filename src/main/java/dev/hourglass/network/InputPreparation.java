package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What the first layer sees of samples, where that is not what a network has to reconstruct. */
final class InputPreparation {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private InputPreparation() {}

    /** Whether the first layer sees anything else than the samples in training. */
    static boolean isNeeded(NetworkSettings settings) {
        return settings.normalisation() == NormalisationMethod.UNIT_LENGTH
                || settings.inputDropout() > 0;
    }

    /**
     * Scales samples to length 1 where the settings say so, and leaves elements out, in place.
     *
     * @param values of which the first rows · elements are samples
     * @param seed of what is left out
     */
    static void apply(NetworkSettings settings, float[] values, int rows, int elements, long seed) {
        if (settings.normalisation() == NormalisationMethod.UNIT_LENGTH) {
            toUnitLength(values, rows, elements);
        }
        if (settings.inputDropout() > 0) {
            dropOut(values, rows * elements, settings.inputDropout(), seed);
        }
    }

    /** Scales each sample to length 1 (L2 norm), in place; one of zeros stays as it is. */
    static void toUnitLength(float[] values, int rows, int elements) {
        for (int row = 0; row < rows; row++) {
            int from = row * elements;
            double square = 0;
            for (int i = from; i < from + elements; i++) {
                square += (double) values[i] * values[i];
            }
            if (square > 0) {
                float factor = (float) (1 / Math.sqrt(square));
                for (int i = from; i < from + elements; i++) {
                    values[i] *= factor;
                }
            }
        }
    }

    /** Only what is not zero takes a draw: sparse samples take few. */
    private static void dropOut(float[] values, int count, double share, long seed) {
        RandomGenerator random = GENERATORS.create(seed);
        float factor = (float) (1 / (1 - share));
        for (int i = 0; i < count; i++) {
            if (values[i] != 0) {
                values[i] = random.nextDouble() < share ? 0 : values[i] * factor;
            }
        }
    }
}
