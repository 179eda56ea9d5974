package dev.hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.Specs;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.StoredVersions;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelStoreTest {
    private static final NetworkSpec SPEC =
            Specs.dense(
                    List.of(2, 2, 1),
                    List.of(3),
                    false,
                    2,
                    HiddenActivation.LEAKY_RELU,
                    new Normalisation(0.5, 0.25));

    @TempDir private Path folder;
    private Store store;
    private ModelStore models;

    @BeforeEach
    void openStore() {
        store = Datasets.store(folder);
        models = new ModelStore(store);
    }

    static Stream<Arguments> networks() {
        return Specs.ofEveryKind().entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void everyArchitectureLoadsAsItWasStored(String name, NetworkSpec spec) {
        float[] inputs = new float[2 * spec.elements()];
        Random random = new Random(3);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat();
        }
        try (Autoencoder original = Autoencoder.initial(spec, 11)) {
            ModelManifest published = Models.publish(store, "m", original, "digest");
            ModelManifest found = models.newest("m").orElseThrow();
            assertThat(found).isEqualTo(published);
            assertThat(found.network()).isEqualTo(spec);
            assertThat(found.parameters()).isEqualTo(original.parameters().length);
            try (Autoencoder loaded = models.load(found)) {
                assertThat(loaded.parameters()).isEqualTo(original.parameters());
                assertThat(loaded.encode(inputs.clone(), 2))
                        .isEqualTo(original.encode(inputs.clone(), 2));
                assertThat(loaded.weights().keySet())
                        .containsExactlyElementsOf(original.weights().keySet());
            }
        }
    }

    @Test
    void aModelOfVersion1StillLoadsAndEncodesAsItDid() {
        StoredVersions.copy("model-v1", store.model("old", 1));
        ModelManifest manifest = models.newest("old").orElseThrow();
        // There were no lapped networks then.
        assertThat(manifest.network())
                .usingRecursiveComparison()
                .ignoringFields("settings.lapped")
                .isEqualTo(SPEC);
        assertThat(manifest.metrics()).containsEntry("test_mse", 0.5);
        try (Autoencoder autoencoder = models.load(manifest)) {
            float[] codes = autoencoder.encode(new float[] {1, 0, 0.5f, 0, 0, 1, 0.25f, 1}, 2);
            assertThat(codes)
                    .containsExactly(
                            new float[] {1.0706408f, -2.7023475f, -0.0048391614f, 0.018977413f},
                            org.assertj.core.api.Assertions.withPrecision(1e-5f));
        }
    }

    @Test
    void versionsCountUpAndNoneIsOverwritten() {
        try (Autoencoder first = Autoencoder.initial(SPEC, 1);
                Autoencoder second = Autoencoder.initial(SPEC, 2)) {
            assertThat(models.newest("m")).isEmpty();
            assertThat(Models.publish(store, "m", first, "a").id()).isEqualTo("m/1");
            assertThat(Models.publish(store, "m", second, "b").id()).isEqualTo("m/2");
            assertThat(Models.publish(store, "other", first, "a").id()).isEqualTo("other/1");
            ModelManifest one = models.find("m", "a").orElseThrow();
            try (Autoencoder loaded = models.load(one)) {
                assertThat(one.version()).isEqualTo(1);
                assertThat(loaded.parameters()).isEqualTo(first.parameters());
            }
        }
        assertThat(models.newest("m").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void versionsAreComparedAsNumbers() {
        try (Autoencoder autoencoder = Autoencoder.initial(SPEC, 1)) {
            for (int version = 1; version <= 11; version++) {
                Models.publish(store, "m", autoencoder, "digest-" + version % 2);
            }
        }
        assertThat(models.newest("m").orElseThrow().version()).isEqualTo(11);
        assertThat(models.find("m", "digest-0").orElseThrow().version()).isEqualTo(10);
        assertThat(models.find("m", "digest-1").orElseThrow().version()).isEqualTo(11);
    }

    @Test
    void aModelIsFoundByWhatItWasTrainedFrom() {
        try (Autoencoder autoencoder = Autoencoder.initial(SPEC, 1)) {
            Models.publish(store, "m", autoencoder, "a");
        }
        assertThat(models.find("m", "a")).isPresent();
        assertThat(models.find("m", "b")).isEmpty();
        assertThat(models.find("n", "a")).isEmpty();
    }

    @Test
    void theFolderHoldsThreeFilesAndStagingNone() {
        try (Autoencoder autoencoder = Autoencoder.initial(SPEC, 1)) {
            ModelManifest manifest = Models.publish(store, "m", autoencoder, "a");
            assertThat(store.list(models.folder(manifest)))
                    .extracting(entry -> entry.getPath().getName())
                    .containsExactly("MODEL_CARD.md", "model.json", "weights.safetensors");
        }
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void theManifestNamesNoClassToLoad(String name, NetworkSpec spec) {
        try (Autoencoder autoencoder = Autoencoder.initial(spec, 1)) {
            ModelManifest manifest = Models.publish(store, "m", autoencoder, "a");
            assertThat(store.readText(file(manifest, "model.json")))
                    .doesNotContainPattern("class|org\\.|java\\.|dev\\.hourglass|@");
        }
    }

    @Test
    void theCardTellsAPersonWhatTheModelIs() {
        try (Autoencoder autoencoder = Autoencoder.initial(SPEC, 1)) {
            ModelManifest manifest = Models.publish(store, "m", autoencoder, "a");
            assertThat(store.readText(file(manifest, "MODEL_CARD.md")))
                    .startsWith("# m/1\n")
                    .contains("A dense autoencoder with 48 weights")
                    .contains("samples of shape [2, 2, 1] (intensity) to 2 numbers")
                    .contains("dataset `fingerprint` by run `run-1` on 2026-01-02T03:04:05Z")
                    .contains("| test_mse | 0.500000 |\n| train_loss | 0.250000 |")
                    .contains("| learning_rate | 0.001 |")
                    .contains("| schedule.shape | CONSTANT |")
                    .contains("| seed | 42 |")
                    .contains("| hourglass | 0.1.0 |");
        }
    }

    private org.apache.hadoop.fs.Path file(ModelManifest manifest, String name) {
        return new org.apache.hadoop.fs.Path(models.folder(manifest), name);
    }
}
