package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A sample of the dataset.
 *
 * @param id its id
 * @param label its label, where it has one
 * @param values its elements in physical units, row-major
 */
public record Sample(String id, Optional<String> label, float[] values) {
    public Sample {
        requireNonNull(id, "id is null");
        requireNonNull(label, "label is null");
        values = values.clone();
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
