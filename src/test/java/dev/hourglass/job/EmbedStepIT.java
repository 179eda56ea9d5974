package dev.hourglass.job;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the step publishes, and what it never does. */
@ExtendWith(SharedSpark.class)
class EmbedStepIT {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    private static final String PARTITION = "embeddings/test/model=1/date=2026-02-03";

    @TempDir private Path folder;
    private final SparkSession spark = SharedSpark.session();
    private Store store;
    private TensorDataset dataset;

    @BeforeEach
    void makeADatasetAndAModelOfIt() {
        store = Datasets.store(folder);
        dataset =
                StoredShards.write(
                        store,
                        TENSOR,
                        Map.of(
                                Split.TRAIN, StoredShards.random(TENSOR, 1, 7, 0, 5),
                                Split.TEST, StoredShards.random(TENSOR, 2, 4)));
        publishModel(TENSOR);
    }

    @Test
    void thePartitionHoldsEveryRowAndARerunLeavesItAlone() throws IOException {
        Step.Outcome first = run();
        assertThat(first.done()).isTrue();
        assertThat(first.summary())
                .containsEntry("embeddings", "file:" + partition())
                .containsEntry("embedded_rows", 16L);
        assertThat(spark.read().parquet(partition().toString()).count()).isEqualTo(16);
        Map<Path, Object> files = files();

        Step.Outcome second = run();
        assertThat(second.done()).isFalse();
        assertThat(first.summary())
                .containsKey("rows_per_s")
                .containsAllEntriesOf(second.summary());
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void everyDateHasAPartitionOfItsOwn() {
        run();
        assertThat(run("embed.date=2026-02-04").done()).isTrue();
        assertThat(partition().resolveSibling("date=2026-02-04")).isDirectory();
        assertThat(run("embed.date=2026-02-03").done()).isFalse();
    }

    @Test
    void aShardThatIsGoneIsNoticedBeforeAnythingIsPublished() throws IOException {
        Files.delete(shard(Split.TRAIN, 2));
        assertThat(refused()).hasMessageContaining("11 rows instead of 16");
    }

    @Test
    void aShardThatCannotBeReadIsNeverHalfPublished() throws IOException {
        List<byte[]> rows = StoredShards.random(TENSOR, 1, 300).get(0);
        rows.set(299, new byte[3]);
        Files.delete(shard(Split.TRAIN, 0));
        dataset = StoredShards.write(store, TENSOR, Map.of(Split.TRAIN, List.of(rows)));
        assertThat(refused()).hasMessageContaining("3 bytes instead of 4 (id train/0/299)");
    }

    @Test
    void aDatasetUnlikeTheModelsOwnIsRefused() {
        publishModel(new TensorSpec(TENSOR.dtype(), TENSOR.shape(), "HWC", 1, 0, "intensity", 0));
        assertThat(refused()).hasMessageContaining("model test/2 was trained on");
    }

    @Test
    void aModelWithDamagedWeightsIsRefused() throws IOException {
        Path weights = folder.resolve("models/test/1/weights.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(refused()).hasMessageContaining("The weights are not those of the model");
    }

    /** The failure of a run that must leave nothing behind. */
    private HourglassException refused() {
        HourglassException failure = executorFailure(ErrorCode.STORE_CORRUPT, () -> run());
        assertThat(folder.resolve("embeddings")).doesNotExist();
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
        return failure;
    }

    private Step.Outcome run(String... overrides) {
        return new EmbedStep().run(context(overrides));
    }

    private JobContext context(String... overrides) {
        List<String> keys = new ArrayList<>(List.of("name=test", "store=" + folder));
        keys.addAll(List.of(overrides));
        return Contexts.of(spark, store, LocalDate.of(2026, 2, 3), keys);
    }

    private void publishModel(TensorSpec tensor) {
        String digest =
                DigestUtils.sha256Hex(
                        dataset.manifest().fingerprint()
                                + dataset.manifest().shards()
                                + context().configuration().digest("network", "training", "seed"));
        try (Autoencoder autoencoder =
                Autoencoder.initial(Specs.dense(TENSOR.shape(), List.of(3), false, 2), 7)) {
            Models.publish(store, Datasets.NAME, autoencoder, digest, tensor);
        }
    }

    private Path partition() {
        return folder.resolve(PARTITION);
    }

    private Path shard(Split split, int index) {
        return Path.of(dataset.shards(split).get(index).toUri().getPath());
    }

    private Map<Path, Object> files() throws IOException {
        Map<Path, Object> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("embeddings"))) {
            for (Path path : paths.toList()) {
                files.put(path, Files.getLastModifiedTime(path));
            }
        }
        return files;
    }
}
