package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

/**
 * A sample and what the autoencoder makes of it.
 *
 * @param original the sample
 * @param values the reconstruction, in the order and units of the original's
 * @param error the reconstruction error stored with the row's embedding
 */
public record Reconstruction(Sample original, float[] values, double error) {
    /**
     * @throws IllegalArgumentException if the reconstruction is not as long as the original
     */
    public Reconstruction {
        requireNonNull(original, "original is null");
        values = values.clone();
        if (values.length != original.values().length) {
            throw new IllegalArgumentException(
                    "the reconstruction of sample %s has %d values, not %d"
                            .formatted(original.id(), values.length, original.values().length));
        }
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
