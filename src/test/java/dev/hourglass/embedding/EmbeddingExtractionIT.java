package dev.hourglass.embedding;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Padding;
import dev.hourglass.network.Specs;
import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedSpark.class)
class EmbeddingExtractionIT {
    private static final double SCALE = 1.0 / 32768;
    private static final TensorSpec TENSOR =
            new TensorSpec(DType.INT16, List.of(6, 4, 1), "HWC", SCALE, -0.5, "mV", 0);
    private static final NetworkSpec DENSE = Specs.dense(TENSOR.shape(), List.of(5), false, 3);

    @TempDir private Path folder;
    private Store store;

    @BeforeEach
    void openStore() {
        store = Datasets.store(folder);
    }

    static Stream<NetworkSpec> networks() {
        return Stream.of(
                DENSE,
                Specs.dense(TENSOR.shape(), List.of(5), true, 3),
                Specs.conv2d(TENSOR.shape(), 3, new Block(4, 3, 2, Padding.SAME)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyRowOfEverySplitIsEmbeddedOnceAsTheNetworkEncodesItAlone(
            NetworkSpec network, SparkSession spark) {
        Map<Split, List<List<byte[]>>> shards =
                Map.of(
                        Split.TRAIN, StoredShards.random(TENSOR, 1, 7, 0, 5),
                        Split.VALIDATION, StoredShards.random(TENSOR, 2, 3),
                        Split.TEST, StoredShards.random(TENSOR, 3, 0, 4));
        TensorDataset dataset = StoredShards.write(store, TENSOR, shards);
        Map<String, byte[]> tensors = byId(shards);
        try (Autoencoder autoencoder = Autoencoder.initial(network, 7)) {
            List<Row> rows = embed(spark, dataset, autoencoder, 3);
            assertThat(ids(rows)).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            for (Row row : rows) {
                float[] input = new float[TENSOR.elements()];
                TENSOR.decode(tensors.get(row.getString(0)), input, 0);
                float[] code = autoencoder.encode(input, 1);
                assertThat(floats(row)).containsExactly(code, within(1e-5f));
                assertThat(row.getFloat(2))
                        .isCloseTo(error(input, autoencoder.decode(code, 1)), within(1e-5f));
                assertThat(row.getString(3)).isEqualTo(StoredShards.label(row.getString(0)));
                assertThat(row.getString(4)).isEqualTo("model/1");
                assertThat(row.getString(5)).isEqualTo(dataset.manifest().fingerprint());
            }
        }
    }

    @Test
    void theTableHasTheColumnsThatArePromised(SparkSession spark) {
        TensorDataset dataset = dataset(2);
        try (Autoencoder autoencoder = Autoencoder.initial(DENSE, 7);
                EmbeddingExtraction extraction = extraction(spark, autoencoder, TENSOR, 2)) {
            assertThat(extraction.embed(dataset, dataset.rows(spark)).schema())
                    .isEqualTo(EmbeddingTable.SCHEMA);
        }
    }

    @Test
    void theSizeOfBatchesDoesNotMatter(SparkSession spark) {
        TensorDataset dataset = dataset(9, 0, 1);
        try (Autoencoder autoencoder = Autoencoder.initial(DENSE, 7)) {
            List<Row> expected = embed(spark, dataset, autoencoder, 1);
            for (int batch : new int[] {4, 9, 65_536}) {
                List<Row> rows = embed(spark, dataset, autoencoder, batch);
                assertThat(ids(rows)).isEqualTo(ids(expected));
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(floats(rows.get(i)))
                            .containsExactly(floats(expected.get(i)), within(1e-5f));
                }
            }
        }
    }

    static Stream<TensorSpec> otherTensors() {
        List<Integer> shape = TENSOR.shape();
        return Stream.of(
                new TensorSpec(DType.INT16, List.of(4, 6, 1), "HWC", SCALE, -0.5, "mV", 0),
                new TensorSpec(DType.UINT8, shape, "HWC", SCALE, -0.5, "mV", 0),
                new TensorSpec(DType.INT16, shape, "HWC", 1, -0.5, "mV", 0),
                new TensorSpec(DType.INT16, shape, "HWC", SCALE, 0, "mV", 0),
                new TensorSpec(DType.INT16, shape, "HWC", SCALE, -0.5, "V", 0),
                new TensorSpec(DType.INT16, shape, "HWC", SCALE, -0.5, "mV", 50));
    }

    @ParameterizedTest
    @MethodSource("otherTensors")
    void tensorsUnlikeThoseTheModelWasTrainedOnAreRefused(
            TensorSpec trainedOn, SparkSession spark) {
        TensorDataset dataset = dataset(2);
        try (Autoencoder autoencoder = Autoencoder.initial(DENSE, 7);
                EmbeddingExtraction extraction = extraction(spark, autoencoder, trainedOn, 2)) {
            assertThat(
                            failure(
                                    ErrorCode.STORE_CORRUPT,
                                    () -> extraction.embed(dataset, dataset.rows(spark))))
                    .hasMessageContaining("model/1")
                    .hasMessageContaining(dataset.folder().toString())
                    .hasMessageContaining(trainedOn.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 47, 49})
    void aTensorOfTheWrongLengthIsRefusedWithItsId(int length, SparkSession spark) {
        List<byte[]> rows = StoredShards.random(TENSOR, 1, 5).get(0);
        rows.set(3, new byte[length]);
        TensorDataset dataset =
                StoredShards.write(store, TENSOR, Map.of(Split.TRAIN, List.of(rows)));
        try (Autoencoder autoencoder = Autoencoder.initial(DENSE, 7)) {
            assertThat(
                            executorFailure(
                                    ErrorCode.STORE_CORRUPT,
                                    () -> embed(spark, dataset, autoencoder, 4)))
                    .hasMessageContaining(length + " bytes instead of 48 (id train/0/3)");
        }
    }

    private TensorDataset dataset(int... sizes) {
        return StoredShards.write(
                store, TENSOR, Map.of(Split.TRAIN, StoredShards.random(TENSOR, 1, sizes)));
    }

    /** The rows by id. */
    private List<Row> embed(
            SparkSession spark, TensorDataset dataset, Autoencoder autoencoder, int batch) {
        try (EmbeddingExtraction extraction = extraction(spark, autoencoder, TENSOR, batch)) {
            return extraction.embed(dataset, dataset.rows(spark)).collectAsList().stream()
                    .sorted(Comparator.comparing(row -> row.getString(0)))
                    .toList();
        }
    }

    private EmbeddingExtraction extraction(
            SparkSession spark, Autoencoder autoencoder, TensorSpec trainedOn, int batch) {
        ModelManifest model = Models.publish(store, "model", autoencoder, "digest", trainedOn);
        return new EmbeddingExtraction(
                spark, model, autoencoder, new EmbedSettings(null, batch, true));
    }

    private static Map<String, byte[]> byId(Map<Split, List<List<byte[]>>> shards) {
        Map<String, byte[]> tensors = new HashMap<>();
        shards.forEach(
                (split, of) -> {
                    for (int i = 0; i < of.size(); i++) {
                        for (int j = 0; j < of.get(i).size(); j++) {
                            tensors.put(split.folder() + "/" + i + "/" + j, of.get(i).get(j));
                        }
                    }
                });
        return tensors;
    }

    private static List<String> ids(List<Row> rows) {
        return rows.stream().map(row -> row.getString(0)).toList();
    }

    private static float[] floats(Row row) {
        List<Float> list = row.getList(1);
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }

    private static float error(float[] input, float[] output) {
        double sum = 0;
        for (int i = 0; i < input.length; i++) {
            sum += Math.pow(input[i] - output[i], 2);
        }
        return (float) (sum / input.length);
    }
}
