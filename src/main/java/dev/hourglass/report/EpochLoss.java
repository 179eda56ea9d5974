package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * The loss after one pass over the train split.
 *
 * @param epoch counted from 1
 * @param training mean loss over the train split
 * @param heldOut mean loss over rows that training never sees, where it was measured
 */
public record EpochLoss(int epoch, double training, OptionalDouble heldOut) {
    public EpochLoss {
        requireNonNull(heldOut, "heldOut is null");
    }
}
