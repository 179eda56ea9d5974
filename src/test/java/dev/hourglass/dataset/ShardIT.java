package dev.hourglass.dataset;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SparseTensor;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import dev.hourglass.testing.StoredVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stored dataset's rows and shards, and what damage does to them. */
@ExtendWith(SharedSpark.class)
class ShardIT {
    private static final byte[] NOTHING = SparseTensor.encode(new int[0], new float[0]);

    @TempDir private Path folder;
    private Store store;
    private TensorDataset dataset;

    @BeforeEach
    void openADataset() {
        store = Datasets.store(folder);
        StoredVersions.copy("dataset-v1", store.dataset("old"));
        dataset = TensorDataset.open(store, "old");
    }

    @Test
    void aDatasetOfVersion1IsStillRead(SparkSession spark) {
        List<Row> rows = dataset.rows(spark).orderBy(SampleColumns.ID).collectAsList();
        assertThat(rows).hasSize(8);
        for (int i = 0; i < 8; i++) {
            Row row = rows.get(i);
            assertThat(row.<String>getAs(SampleColumns.ID)).isEqualTo(MemorySource.id(i));
            assertThat(row.<String>getAs(SampleColumns.GROUP))
                    .isEqualTo(i % 2 == 0 ? "even" : null);
            assertThat(row.<byte[]>getAs(SampleColumns.TENSOR)).isEqualTo(MemorySource.pixels(i));
            assertThat(row.<String>getAs("split")).isEqualTo(i == 7 ? "test" : "train");
        }
        assertThat(dataset.rejected(spark).collectAsList())
                .extracting(Row::toString)
                .containsExactly("[x,x.png,byte 16,it is cut short]");
    }

    @Test
    void aShardHoldsItsFilesTensorsInTheFilesOrder(SparkSession spark) {
        ShardFiles files = dataset.shardFiles(Split.TRAIN);
        assertThat(files.count()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            String file = dataset.shards(Split.TRAIN).get(i).toString();
            List<float[]> expected =
                    spark.read().parquet(file).select(SampleColumns.TENSOR).collectAsList().stream()
                            .map(row -> decode((byte[]) row.get(0)))
                            .toList();
            try (Shard shard = files.read(i)) {
                assertThat(shard.size()).isEqualTo(expected.size());
                for (int row = 0; row < shard.size(); row++) {
                    assertThat(shard.decode(new int[] {row}, 0, 1)).isEqualTo(expected.get(row));
                }
            }
        }
    }

    @Test
    void rowsOfAShardAreDecodedInTheOrderAskedFor() {
        Shard shard =
                Shard.of(
                        dataset.manifest().tensor(),
                        List.of(
                                new byte[] {0, 0, 0, 51},
                                new byte[] {0, 0, 0, 102},
                                new byte[] {0, 0, 0, (byte) 255}));
        assertThat(shard.decode(new int[] {2, 0, 1}, 0, 3))
                .containsExactly(
                        new float[] {0, 0, 0, 1, 0, 0, 0, 0.2f, 0, 0, 0, 0.4f},
                        org.assertj.core.api.Assertions.withPrecision(1e-6f));
        assertThat(shard.decode(new int[] {2, 0, 1}, 1, 2)).hasSize(4).startsWith(0, 0, 0);
        assertThat(shard.decode(new int[] {2, 0, 1}, 1, 1)).isEmpty();
    }

    @Test
    void rowsOfSparseTensorsHaveTheirOwnLengths() {
        int columns = 400_000;
        int[] all = IntStream.range(0, columns).toArray();
        float[] ones = new float[columns];
        Arrays.fill(ones, 1);
        // One that is longer than what is written at once, between short ones, and one of nothing.
        Shard shard =
                Shard.of(
                        TensorSpec.sparse(columns, "rating"),
                        List.of(
                                SparseTensor.encode(new int[] {2}, new float[] {3}),
                                SparseTensor.encode(all, ones),
                                NOTHING,
                                SparseTensor.encode(new int[] {0, 4}, new float[] {5, 6})));
        assertThat(shard.size()).isEqualTo(4);
        float[] values = new float[2 * columns];
        shard.decode(new int[] {1, 3}, 0, 2, values);
        assertThat(values).startsWith(1, 1).endsWith(0, 0);
        assertThat(Arrays.copyOfRange(values, columns - 1, columns + 6))
                .containsExactly(1, 5, 0, 0, 0, 6, 0);
        shard.decode(new int[] {2, 0}, 0, 2, values);
        assertThat(Arrays.copyOfRange(values, columns - 1, columns + 4))
                .containsExactly(0, 0, 0, 3, 0);
        assertThat(Arrays.copyOf(values, columns)).containsOnly(0);
        shard.close();
    }

    @Test
    void aShardOfABrokenSparseTensorIsRefused() {
        TensorSpec tensor = TensorSpec.sparse(5, "rating");
        dataset =
                StoredShards.write(
                        store,
                        tensor,
                        Map.of(
                                Split.TRAIN,
                                List.of(
                                        List.of(
                                                NOTHING,
                                                SparseTensor.encode(
                                                        new int[] {5}, new float[] {1})))));
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> dataset.shardFiles(Split.TRAIN).read(0)))
                .hasMessageContaining("a tensor has an element 5 of 5");
    }

    @Test
    void aSplitWithoutRowsIsNamed() {
        assertThat(failure(ErrorCode.MISSING_INPUT, () -> dataset.shardFiles(Split.VALIDATION)))
                .hasMessageContaining("no validation rows");
    }

    @Test
    void aShardCutShortAnywhereIsRefused() throws IOException {
        Path file = shard(0);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(failure(ErrorCode.STORE_CORRUPT, () -> read(file)))
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    @Test
    void aDamagedShardIsRefusedByWhoeverReadsIt() throws IOException {
        Path file = shard(1);
        Files.writeString(file, "this is no Parquet file, and never was");
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> dataset.shardFiles(Split.TRAIN).read(1)))
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("ingest the data again");
    }

    @Test
    void aShardOfOtherTensorsIsRefused() {
        assertThat(
                        failure(
                                ErrorCode.STORE_CORRUPT,
                                () ->
                                        ShardReader.read(
                                                dataset.shards(Split.TRAIN).get(0),
                                                TensorSpec.image(1, 5, 1),
                                                new Configuration())))
                .hasMessageContaining("4 bytes instead of 5");
    }

    @Test
    void aShardWithoutATensorIsRefused(SparkSession spark) {
        String target = folder.resolve("nulls").toString();
        spark.sql("select cast(null as binary) as tensor").coalesce(1).write().parquet(target);
        org.apache.hadoop.fs.Path file =
                store.list(new org.apache.hadoop.fs.Path(target)).stream()
                        .map(entry -> entry.getPath())
                        .filter(path -> path.getName().endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();
        failure(
                ErrorCode.STORE_CORRUPT,
                () -> ShardReader.read(file, TensorSpec.image(2, 2, 1), new Configuration()));
    }

    private Path shard(int index) {
        return Path.of(dataset.shards(Split.TRAIN).get(index).toUri().getPath());
    }

    private static Shard read(Path file) {
        return ShardReader.read(
                new org.apache.hadoop.fs.Path(file.toUri()),
                TensorSpec.image(2, 2, 1),
                new Configuration());
    }

    private float[] decode(byte[] tensor) {
        float[] values = new float[4];
        dataset.manifest().tensor().decode(tensor, values, 0);
        return values;
    }
}
