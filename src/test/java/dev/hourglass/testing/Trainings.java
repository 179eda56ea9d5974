package dev.hourglass.testing;

import dev.hourglass.config.Configuration;
import dev.hourglass.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Settings of trainings. */
public final class Trainings {
    private Trainings() {}

    /**
     * The defaults but for these.
     *
     * @param more keys of the section with their values, {@code optimizer=sgd}
     */
    public static TrainingSettings settings(
            int epochs, int batch, int localSteps, double learningRate, String... more) {
        List<String> keys =
                new ArrayList<>(
                        List.of(
                                "epochs=" + epochs,
                                "batch=" + batch,
                                "local-steps=" + localSteps,
                                "learning-rate=" + learningRate));
        keys.addAll(Arrays.asList(more));
        return Configuration.load(
                        Optional.empty(), keys.stream().map(key -> "training." + key).toList())
                .section("training", TrainingSettings.class);
    }
}
