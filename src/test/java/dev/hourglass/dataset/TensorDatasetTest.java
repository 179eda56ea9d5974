package dev.hourglass.dataset;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.StoredVersions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDatasetTest {
    private static final DatasetManifest VERSION_1 =
            new DatasetManifest(
                    1,
                    "test",
                    TensorSpec.image(2, 2, 1),
                    Map.of("train", 7L, "validation", 0L, "test", 1L),
                    1,
                    "rows in memory",
                    "digest",
                    "7f8c573a252ef64575d01301511db040",
                    2,
                    1 << 20,
                    Instant.parse("2026-11-23T20:23:52Z"));

    @TempDir private Path folder;
    private Store store;
    private org.apache.hadoop.fs.Path manifest;

    @BeforeEach
    void copyADataset() {
        store = Datasets.store(folder);
        StoredVersions.copy("dataset-v1", store.dataset("old"));
        manifest = new org.apache.hadoop.fs.Path(store.dataset("old"), TensorDataset.MANIFEST);
    }

    @Test
    void aDatasetOfVersion1StillOpens() {
        TensorDataset dataset = TensorDataset.open(store, "old");
        assertThat(dataset.manifest()).isEqualTo(VERSION_1);
        assertThat(dataset.folder()).isEqualTo(store.dataset("old"));
        assertThat(dataset.shards(Split.TRAIN))
                .extracting(path -> path.getName().substring(0, 10))
                .containsExactly("part-00000", "part-00001");
        assertThat(dataset.shards(Split.VALIDATION)).isEmpty();
    }

    @Test
    void theManifestIsWrittenAsVersion1WasWritten() {
        assertThat(Json.pretty(VERSION_1)).isEqualTo(store.readText(manifest));
    }

    @Test
    void rowsAreCountedBySplitAndInAll() {
        assertThat(VERSION_1.count(Split.TRAIN)).isEqualTo(7);
        assertThat(VERSION_1.count(Split.VALIDATION)).isZero();
        assertThat(VERSION_1.rows()).isEqualTo(8);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(TensorDataset.find(store, "none")).isEmpty();
        assertThat(failure(ErrorCode.MISSING_INPUT, () -> TensorDataset.open(store, "none")))
                .hasMessageContaining("datasets/none")
                .hasMessageContaining("jobs/ingest");
    }

    @Test
    void aFolderWithoutManifestIsNoDataset() {
        store.writeText(new org.apache.hadoop.fs.Path(store.dataset("half"), "train/x"), "");
        assertThat(TensorDataset.find(store, "half")).isEmpty();
    }

    @Test
    void aLaterVersionIsRefused() {
        store.writeText(
                manifest,
                store.readText(manifest)
                        .replace("\"format_version\" : 1", "\"format_version\" : 99"));
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> TensorDataset.open(store, "old")))
                .hasMessageContaining("The format version is 99")
                .hasMessageContaining("old/manifest.json");
    }

    @Test
    void aManifestCutShortAnywhereIsRefused() {
        String whole = store.readText(manifest).stripTrailing();
        for (int length = 0; length < whole.length(); length++) {
            store.writeText(manifest, whole.substring(0, length));
            failure(ErrorCode.STORE_CORRUPT, () -> TensorDataset.open(store, "old"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "tensor",
                "counts",
                "fingerprint",
                "settings_digest",
                "dtype",
                "shape",
                "unit"
            })
    void aManifestThatLacksWhatIsNeededIsRefused(String key) {
        store.writeText(
                manifest, store.readText(manifest).replace("\"" + key + "\"", "\"x_" + key + "\""));
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> TensorDataset.open(store, "old")))
                .hasMessageContaining("old/manifest.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ 2, 2, 1 ] -> [ 2, 2, 0 ]",
                "[ 2, 2, 1 ] -> [ 65536, 65536, 65536 ]",
                "[ 2, 2, 1 ] -> [ ]",
                "[ 2, 2, 1 ] -> [ 2, null ]",
                "UINT8 -> UINT9",
                "\"train\" : 7 -> \"train\" : null",
                "\"train\" : 7 -> \"train\" : \"many\"",
                "2026-11-23T20:23:52Z -> yesterday"
            })
    void aManifestOfImpossibleValuesIsRefused(String change) {
        String[] sides = change.split(" -> ");
        store.writeText(manifest, store.readText(manifest).replace(sides[0], sides[1]));
        failure(ErrorCode.STORE_CORRUPT, () -> TensorDataset.open(store, "old"));
    }
}
