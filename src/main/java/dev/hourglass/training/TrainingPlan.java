package dev.hourglass.training;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.NetworkSpec;

/**
 * All that decides a trained model.
 *
 * @param dataset whose train split is learnt
 * @param network without its weights
 * @param settings the {@code training} section
 * @param seed of initial weights and of the order of the examples
 */
public record TrainingPlan(
        TensorDataset dataset, NetworkSpec network, TrainingSettings settings, long seed) {}
