package dev.hourglass.model;

import dev.hourglass.network.NetworkSettings;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page beside the weights that tells a person what the model is, was trained on, and can do.
 */
final class ModelCard {
    private ModelCard() {}

    static String of(ModelManifest manifest) {
        NetworkSettings network = manifest.network().settings();
        StringBuilder card = new StringBuilder();
        card.append("# ").append(manifest.id()).append("\n\n");
        card.append(
                String.format(
                        Locale.ROOT,
                        "A %s autoencoder with %,d weights that maps samples of shape %s (%s) to %d numbers,%n"
                                + "trained on dataset `%s` by run `%s` on %s.%n%n",
                        network.architecture().name().toLowerCase(Locale.ROOT),
                        manifest.parameters(),
                        manifest.tensor().shape(),
                        manifest.tensor().unit(),
                        network.bottleneck(),
                        manifest.dataset(),
                        manifest.run(),
                        manifest.created()));
        card.append("## Measured\n\n| metric | value |\n|---|---|\n");
        new TreeMap<>(manifest.metrics())
                .forEach(
                        (key, value) ->
                                card.append(
                                        String.format(Locale.ROOT, "| %s | %.6g |%n", key, value)));
        card.append("\nErrors are mean squared errors an element, in squared ")
                .append(manifest.tensor().unit())
                .append(".\n\n## Training\n\n| setting | value |\n|---|---|\n");
        trainingRows(manifest)
                .forEach((key, value) -> card.append("| " + key + " | " + value + " |\n"));
        card.append("\n## Versions\n\n| software | version |\n|---|---|\n");
        new TreeMap<>(manifest.versions())
                .forEach((key, value) -> card.append("| " + key + " | " + value + " |\n"));
        card.append(
                """

                ## Use and limits

                The embedding describes how this sample differs from others of the same dataset. Values of \
                different
                model versions do not compare. Samples unlike the training data are reconstructed badly; the
                reconstruction error of each row tells. Weights are in `weights.safetensors` (float32, \
                row-major),
                the network in `model.json`; neither runs code when it is read.
                """);
        return card.toString();
    }

    /** Settings in sections of their own are called by their path: {@code schedule.shape}. */
    private static Map<String, Object> trainingRows(ModelManifest manifest) {
        Map<String, Object> rows = new TreeMap<>();
        addRows(rows, "", manifest.training());
        rows.put("seed", manifest.seed());
        return rows;
    }

    private static void addRows(Map<String, Object> rows, String path, Map<?, ?> section) {
        section.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?> part) {
                        addRows(rows, path + key + ".", part);
                    } else {
                        rows.put(path + key, value);
                    }
                });
    }
}
