package dev.hourglass.network;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetTest {
    @Test
    void dcecHasTheLayersOfThePaper() {
        try (Autoencoder network = network(Preset.DCEC, List.of(28, 28, 1), 10)) {
            assertThat(shapes(network))
                    .containsEntry("encoder-1.W", List.of(32L, 1L, 5L, 5L))
                    .containsEntry("encoder-2.W", List.of(64L, 32L, 5L, 5L))
                    .containsEntry("encoder-3.W", List.of(128L, 64L, 3L, 3L))
                    .containsEntry("bottleneck.W", List.of(1152L, 10L))
                    .containsEntry("decoder-0.W", List.of(10L, 1152L));
        }
    }

    @Test
    void theTutorialsCodeIsItsLastConvolution() {
        try (Autoencoder network = network(Preset.TUTORIAL, List.of(28, 28, 1), 64)) {
            assertThat(shapes(network))
                    .containsEntry("encoder-1.W", List.of(16L, 1L, 3L, 3L))
                    .containsEntry("encoder-2.W", List.of(32L, 16L, 3L, 3L))
                    .containsEntry("bottleneck.W", List.of(64L, 32L, 7L, 7L))
                    .doesNotContainKey("encoder-3.W");
        }
    }

    @Test
    void aPresetTakesTheChannelsOfTheImages() {
        try (Autoencoder network = network(Preset.DCEC, List.of(32, 40, 3), 7)) {
            assertThat(shapes(network))
                    .containsEntry("encoder-1.W", List.of(32L, 3L, 5L, 5L))
                    .containsEntry("bottleneck.W", List.of(3L * 4 * 128, 7L));
        }
    }

    @Test
    void imagesTooSmallForAPresetAreRefused() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () -> network(Preset.TUTORIAL, List.of(8, 8, 1), 64).close()))
                .hasMessageContaining("kernel is larger");
    }

    private static Autoencoder network(Preset preset, List<Integer> shape, int bottleneck) {
        return Autoencoder.initial(Specs.preset(preset, shape, bottleneck), 1);
    }

    private static Map<String, List<Long>> shapes(Autoencoder network) {
        Map<String, List<Long>> shapes = new java.util.LinkedHashMap<>();
        network.weights().forEach((name, weights) -> shapes.put(name, weights.shape()));
        return shapes;
    }
}
