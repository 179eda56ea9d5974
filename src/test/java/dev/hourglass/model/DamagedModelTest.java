package dev.hourglass.model;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.safetensors.Safetensors;
import dev.hourglass.safetensors.Weights;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.StoredVersions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's folder can suffer, from a flipped bit to a forged file. */
class DamagedModelTest {
    @TempDir private Path folder;
    private ModelStore models;
    private Path manifest;
    private Path weights;

    @BeforeEach
    void copyAModel() {
        Store store = Datasets.store(folder);
        models = new ModelStore(store);
        StoredVersions.copy("model-v1", store.model("old", 1));
        manifest = folder.resolve("models/old/1/model.json");
        weights = folder.resolve("models/old/1/weights.safetensors");
    }

    @Test
    void aFlippedBitAnywhereInTheWeightsIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        for (int bit = 0; bit < 8 * whole.length; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(weights, flipped);
            assertCorrupt();
        }
    }

    @Test
    void weightsCutShortAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        for (int length : new int[] {0, 7, 8, 100, whole.length - 1}) {
            Files.write(weights, Arrays.copyOf(whole, length));
            assertCorrupt();
        }
    }

    @Test
    void missingWeightsAreRefused() throws IOException {
        Files.delete(weights);
        assertCorrupt();
    }

    @Test
    void weightsOfOtherNamesAreRefused() throws IOException {
        forge(tensors -> tensors.put("encoder-9.W", tensors.remove("encoder-1.W")));
        assertThat(assertCorrupt()).hasMessageContaining("encoder-9.W");
    }

    @Test
    void weightsOfOtherShapesAreRefused() throws IOException {
        forge(
                tensors ->
                        tensors.computeIfPresent(
                                "encoder-1.W",
                                (name, array) -> new Weights(List.of(3L, 4L), array.values())));
        assertThat(assertCorrupt()).hasMessageContaining("encoder-1.W of shape [3, 4]");
    }

    @Test
    void tooManyOrTooFewWeightsAreRefused() throws IOException {
        forge(tensors -> tensors.put("more", new Weights(List.of(1L), new float[1])));
        assertThat(assertCorrupt()).hasMessageContaining("49 weights instead of 48");
        forge(tensors -> tensors.keySet().retainAll(List.of("encoder-1.W")));
        assertThat(assertCorrupt()).hasMessageContaining("12 weights instead of 48");
    }

    @Test
    void aNetworkLargerThanItsWeightsIsRefusedBeforeMemoryIsTakenForIt() throws IOException {
        change("\"widths\" : [ 3 ]", "\"widths\" : [ 1000000, 1000000 ]");
        assertThat(assertCorrupt()).hasMessageContaining("48 weights instead of 2000016000006");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"DENSE\" -> \"CONV1D\"",
                "[ 2, 2, 1 ] -> [ 65536, 65536, 65536 ]",
                "[ 2, 2, 1 ] -> [ 2, 2, 0 ]",
                "[ 2, 2, 1 ] -> [ ]",
                "\"widths\" : [ 3 ] -> \"widths\" : [ -3 ]",
                "\"widths\" : [ 3 ] -> \"widths\" : [ null ]",
                "\"bottleneck\" : 2 -> \"bottleneck\" : 3",
                "\"bottleneck\" : 2 -> \"bottleneck\" : 0",
                "LEAKY_RELU -> dev.hourglass.network.HiddenActivation",
                "\"deviation\" : 0.25 -> \"deviation\" : 0",
                "\"format_version\" : 1 -> \"format_version\" : 99",
                "\"format_version\" -> \"version_of_format\"",
                "\"name\" : \"old\" -> \"name\" : \"new\"",
                "\"name\" : \"old\" -> \"name\" : \"../../elsewhere\"",
                "\"version\" : 1 -> \"version\" : 2",
                "\"name\" -> \"called\"",
                "\"network\" -> \"net\"",
                "\"tensor\" -> \"array\"",
                "\"weights_sha256\" -> \"sum\"",
                "\"metrics\" -> \"measures\"",
                "\"training_digest\" -> \"digest\""
            })
    void aForgedManifestIsRefused(String change) throws IOException {
        change(change.split(" -> ")[0], change.split(" -> ")[1]);
        assertCorrupt();
    }

    @Test
    void aManifestCutShortIsRefused() throws IOException {
        String whole = Files.readString(manifest).stripTrailing();
        for (int length = 0; length < whole.length(); length += 11) {
            Files.writeString(manifest, whole.substring(0, length));
            assertCorrupt();
        }
    }

    @Test
    void aFolderCopiedToAnotherVersionIsRefused() {
        StoredVersions.copy("model-v1", Datasets.store(folder).model("old", 2));
        failure(ErrorCode.STORE_CORRUPT, () -> models.newest("old"));
    }

    @Test
    void whatIsNoModelIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("models/old/README"), "not a folder");
        Files.createDirectories(folder.resolve("models/old/3"));
        assertThat(models.newest("old").orElseThrow().version()).isEqualTo(1);
    }

    private HourglassException assertCorrupt() {
        HourglassException failure =
                failure(
                        ErrorCode.STORE_CORRUPT,
                        () -> models.load(models.newest("old").orElseThrow()).close());
        assertThat(failure).hasMessageContaining("models/old/1");
        return failure;
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    /** Changes the weights, and the checksum with them. */
    private void forge(Consumer<Map<String, Weights>> change) throws IOException {
        byte[] before = Files.readAllBytes(weights);
        Map<String, Weights> tensors =
                new LinkedHashMap<>(
                        Safetensors.read(Files.newInputStream(weights), before.length, weights));
        change.accept(tensors);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(tensors, out);
        Files.write(weights, out.toByteArray());
        change(DigestUtils.sha256Hex(before), DigestUtils.sha256Hex(out.toByteArray()));
    }
}
