package dev.hourglass.dataset;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Executors' copies of shards, and the scratch files that they lie in. */
@ExtendWith(SharedSpark.class)
class CachedShardsIT {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);

    @TempDir private Path folder;
    private Path scratch;
    private CachedShards shards;

    @BeforeEach
    void storeADataset(SparkSession spark) {
        scratch = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
        shards =
                new CachedShards(
                        StoredShards.write(
                                        Datasets.store(folder),
                                        TENSOR,
                                        Map.of(
                                                Split.TRAIN,
                                                StoredShards.random(TENSOR, 1, 5, 0, 3)))
                                .shardFiles(Split.TRAIN));
    }

    @Test
    void aShardIsCopiedOnceAndAgainWhereItWasClosed() {
        Shard first = shards.get(0);
        assertThat(shards.get(0)).isSameAs(first);
        float[] values = all(first);
        first.close();

        Shard again = shards.get(0);

        assertThat(again).isNotSameAs(first);
        assertThat(all(again)).isEqualTo(values);
        shards.clear();
    }

    /** Java closes the file under a thread that is interrupted, for every other one too. */
    @Test
    void aShardThatAnInterruptedTaskReadIsCopiedAgain() {
        float[] values = all(shards.get(2));
        Thread.currentThread().interrupt();
        failure(ErrorCode.TRAINING_FAILED, () -> all(shards.get(2)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(all(shards.get(2))).isEqualTo(values);
        shards.clear();
    }

    @Test
    void clearedCopiesAreClosed() {
        List<Shard> copies = IntStream.range(0, 3).mapToObj(shards::get).toList();
        shards.clear();
        assertThat(copies).noneMatch(Shard::isOpen);
    }

    @Test
    void nothingIsEverSeenInTheScratchFolder() throws IOException {
        shards.get(0);
        assertThat(scratchFiles()).as("without a name while open").isEmpty();
        shards.clear();
        failure(
                ErrorCode.STORE_CORRUPT,
                () ->
                        Shard.of(
                                TENSOR,
                                () -> {
                                    throw damaged();
                                }));
        assertThat(scratchFiles()).isEmpty();
    }

    @Test
    void aShardThatIsLargerThanTheBufferIsWhole() {
        // 3 bytes a row, so that no whole number of rows fills a buffer of 2²⁰ bytes.
        TensorSpec three = TensorSpec.image(1, 3, 1);
        int rows = 1_000_003;
        try (Shard shard = Shard.of(three, () -> counting(rows))) {
            assertThat(shard.size()).isEqualTo(rows);
            int[] order = {0, 349_524, 349_525, 349_526, 699_050, 699_051, rows - 1};
            float[] values = shard.decode(order, 0, order.length);
            for (int i = 0; i < order.length; i++) {
                for (int k = 0; k < 3; k++) {
                    assertThat(Math.round(values[3 * i + k] * 255))
                            .isEqualTo(order[i] >> (8 * k) & 255);
                }
            }
        }
    }

    @Test
    void aRowThatIsLargerThanTheBufferIsWhole() {
        TensorSpec large = TensorSpec.image(1100, 1000, 1);
        byte[] row = new byte[large.bytes()];
        row[row.length - 1] = (byte) 255;
        try (Shard shard = Shard.of(large, List.of(row, new byte[row.length]))) {
            float[] values = shard.decode(new int[] {0, 1}, 0, 2);
            assertThat(values[row.length - 1]).isEqualTo(1);
            assertThat(values[values.length - 1]).isZero();
        }
    }

    @Test
    void aScratchFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path aside = scratch.resolveSibling(scratch.getFileName() + "-aside");
        Files.move(scratch, aside);
        try {
            assertThat(failure(ErrorCode.TRAINING_FAILED, () -> shards.get(0)))
                    .hasMessageContaining("cannot be copied")
                    .hasMessageContaining(scratch.toString())
                    .hasMessageContaining("spark.local.dir");
        } finally {
            Files.move(aside, scratch);
        }
        assertThat(shards.get(0).size()).isEqualTo(5);
        shards.clear();
    }

    private static HourglassException damaged() {
        return new HourglassException(ErrorCode.STORE_CORRUPT, "damaged", "here", "mend it");
    }

    private static float[] all(Shard shard) {
        return shard.decode(IntStream.range(0, shard.size()).toArray(), 0, shard.size());
    }

    /** Rows that hold their own number. */
    private static Iterator<byte[]> counting(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)})
                .iterator();
    }

    private List<Path> scratchFiles() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.filter(file -> file.getFileName().toString().startsWith("shard-"))
                    .toList();
        }
    }
}
