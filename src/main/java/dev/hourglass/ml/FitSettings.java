package dev.hourglass.ml;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.averaging.LimitSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.Param;

/**
 * What an {@link Autoencoder}'s Params mean to the rest of Hourglass: the sections of its
 * configuration.
 */
record FitSettings(
        NetworkSettings network,
        TrainingSettings training,
        IngestSettings ingest,
        LimitSettings limit) {
    /** Those of reference.conf. */
    static final FitSettings DEFAULTS = of(List.of());

    /** Names of Params and the keys they stand for. */
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("architecture", "network.architecture"),
                    Map.entry("bottleneck", "network.bottleneck"),
                    Map.entry("widths", "network.dense.widths"),
                    Map.entry("normalisation", "network.normalisation"),
                    Map.entry("outputActivation", "network.output"),
                    Map.entry("epochs", "training.epochs"),
                    Map.entry("batch", "training.batch"),
                    Map.entry("learningRate", "training.learning-rate"),
                    Map.entry("localSteps", "training.local-steps"),
                    Map.entry("shards", "ingest.shards"),
                    Map.entry("validation", "ingest.validation"));

    /** A single key: a section in braces could hide one that a Param stands for. */
    private static final Pattern ENTRY =
            Pattern.compile(
                    "((?:network|training|limit)\\.[\\w.-]+)\\s*=\\s*[^{\\s].*", Pattern.DOTALL);

    /** Gives a new stage the values of reference.conf, but for input of any scale. */
    static void setDefaults(Autoencoder stage) {
        TrainingSettings training = DEFAULTS.training();
        stage.setDefault(stage.architecture(), "dense");
        stage.setDefault(stage.outputActivation(), "identity");
        stage.setDefault(stage.epochs(), training.epochs());
        stage.setDefault(stage.batch(), training.batch());
        stage.setDefault(stage.learningRate(), training.learningRate());
        stage.setDefault(stage.localSteps(), training.localSteps());
        stage.setDefault(stage.shards(), DEFAULTS.ingest().shards());
        stage.setDefault(stage.validation(), 0.0);
        stage.setDefault(stage.seed(), 42L);
    }

    /**
     * Reads the Params.
     *
     * @throws HourglassException with CONFIGURATION where they contradict each other
     */
    static FitSettings of(Autoencoder stage) {
        List<String> entries = new ArrayList<>();
        if (stage.isDefined(stage.settings())) {
            entries.addAll(List.of(stage.getSettings()));
        }
        KEYS.forEach(
                (name, key) -> {
                    Param<Object> param = stage.getParam(name);
                    if (stage.isDefined(param)) {
                        entries.add(key + "=" + text(stage.getOrDefault(param)));
                    }
                });
        if (!stage.isDefined(stage.normalisation())) {
            boolean bounded = stage.getOutputActivation().equals("sigmoid");
            entries.add("network.normalisation=" + (bounded ? "none" : "standardise"));
        }
        // Whoever holds rows out does so before fit, as CrossValidator does.
        entries.add("ingest.test=0");
        entries.add("ingest.max-rejected=" + (stage.getHandleInvalid().equals("error") ? 0 : 1));
        return of(entries);
    }

    /**
     * Checks what the Param {@code settings} is given.
     *
     * @throws HourglassException with CONFIGURATION where an entry is not one that it takes
     */
    static void check(List<String> entries) {
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches() || matcher.group(1).equals("training.master")) {
                throw refused(
                        entry,
                        "It is not a key of network, training or limit with its value",
                        "give key=value: training.optimizer=adamw, network.conv2d.preset=tutorial");
            }
            KEYS.forEach(
                    (name, key) -> {
                        if (key.equals(matcher.group(1))) {
                            throw refused(entry, "There is a Param for this key", "set " + name);
                        }
                    });
        }
        of(entries);
    }

    private static HourglassException refused(String entry, String what, String mend) {
        return new HourglassException(
                ErrorCode.CONFIGURATION, what, "settings: \"" + entry + "\"", mend);
    }

    private static FitSettings of(List<String> entries) {
        Configuration configuration = Configuration.load(Optional.empty(), entries);
        return new FitSettings(
                configuration.section("network", NetworkSettings.class),
                configuration.section("training", TrainingSettings.class),
                configuration.section("ingest", IngestSettings.class),
                configuration.section("limit", LimitSettings.class));
    }

    private static String text(Object value) {
        return value instanceof int[] list ? Arrays.toString(list) : value.toString();
    }
}
