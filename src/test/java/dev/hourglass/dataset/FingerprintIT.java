package dev.hourglass.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.DType;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fingerprint depends on: the samples, and nothing about how they were read or written. */
class FingerprintIT {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    private static final List<Row> ROWS =
            List.of(
                    SampleColumns.sample("a", "g", "x", "train", new byte[] {1, 2, 3, 4}),
                    SampleColumns.sample("b", "g", null, "train", new byte[] {1, 2, 3, 4}),
                    SampleColumns.sample("c", null, "", "train", new byte[] {5, 6, 7, 8}),
                    SampleColumns.sample("d", null, "y", "test", new byte[] {0, 0, 0, 0}));

    @TempDir private Path folder;

    @Test
    void orderPartitionsShardsAndRowGroupsDoNotCount() {
        String expected = fingerprint(MemorySource.of(TENSOR, ROWS), 1);
        for (int i = 1; i <= 3; i++) {
            assertThat(fingerprint(MemorySource.of(TENSOR, ROWS).shuffled(i, i), i))
                    .isEqualTo(expected);
        }
        IngestSettings otherGroups = new IngestSettings(2, 0.5, true, 0, 0, 1 << 16);
        assertThat(
                        Datasets.ingest(
                                        Datasets.store(folder),
                                        MemorySource.of(TENSOR, ROWS),
                                        otherGroups)
                                .manifest()
                                .fingerprint())
                .isEqualTo(expected);
    }

    @Test
    void rejectedRowsDoNotCount() {
        List<Row> rows = new ArrayList<>(ROWS);
        rows.add(SampleColumns.rejected("e", "e.png", null, "it is broken", 0));
        IngestSettings tolerant = new IngestSettings(1, 1, true, 0, 0, 1 << 20);
        assertThat(
                        Datasets.ingest(
                                        Datasets.store(folder),
                                        MemorySource.of(TENSOR, rows),
                                        tolerant)
                                .manifest()
                                .fingerprint())
                .isEqualTo(fingerprint(MemorySource.of(TENSOR, ROWS), 1));
    }

    static Stream<Arguments> changes() {
        byte[] same = {1, 2, 3, 4};
        return Stream.of(
                changed("id", SampleColumns.sample("A", "g", "x", "train", same)),
                changed("group", SampleColumns.sample("a", "h", "x", "train", same)),
                changed("no group", SampleColumns.sample("a", null, "x", "train", same)),
                changed("label", SampleColumns.sample("a", "g", "z", "train", same)),
                changed("no label", SampleColumns.sample("a", "g", null, "train", same)),
                changed("empty label", SampleColumns.sample("a", "g", "", "train", same)),
                changed("group for label", SampleColumns.sample("a", "x", "g", "train", same)),
                changed("split", SampleColumns.sample("a", "g", "x", "test", same)),
                changed(
                        "one bit of the tensor",
                        SampleColumns.sample("a", "g", "x", "train", new byte[] {1, 2, 3, 5})));
    }

    private static Arguments changed(String what, Row first) {
        List<Row> rows = new ArrayList<>(ROWS);
        rows.set(0, first);
        return Arguments.of(what, MemorySource.of(TENSOR, rows));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyPartOfASampleCounts(String what, MemorySource changed) {
        assertThat(fingerprint(changed, 1))
                .isNotEqualTo(fingerprint(MemorySource.of(TENSOR, ROWS), 1));
    }

    @Test
    void tensorsSwappedBetweenTwoIdsAreAnotherDataset() {
        List<Row> swapped =
                List.of(
                        ROWS.get(0),
                        ROWS.get(1),
                        SampleColumns.sample("c", null, "", "train", new byte[] {0, 0, 0, 0}),
                        SampleColumns.sample("d", null, "y", "test", new byte[] {5, 6, 7, 8}));
        assertThat(fingerprint(MemorySource.of(TENSOR, swapped), 1))
                .isNotEqualTo(fingerprint(MemorySource.of(TENSOR, ROWS), 1));
    }

    @Test
    void aMissingRowIsAnotherDataset() {
        assertThat(fingerprint(MemorySource.of(TENSOR, ROWS.subList(0, 3)), 1))
                .isNotEqualTo(fingerprint(MemorySource.of(TENSOR, ROWS), 1));
    }

    @Test
    void whatTheBytesMeanCounts() {
        String expected = fingerprint(MemorySource.of(TENSOR, ROWS), 1);
        List<TensorSpec> others =
                List.of(
                        new TensorSpec(
                                DType.UINT8, List.of(1, 4, 1), "HWC", 1 / 255.0, 0, "intensity", 0),
                        new TensorSpec(DType.INT16, List.of(2), "WC", 1 / 255.0, 0, "mV", 0),
                        new TensorSpec(DType.UINT8, List.of(2, 2, 1), "HWC", 1, 0, "intensity", 0),
                        new TensorSpec(
                                DType.UINT8,
                                List.of(2, 2, 1),
                                "HWC",
                                1 / 255.0,
                                1,
                                "intensity",
                                0));
        assertThat(others)
                .allSatisfy(
                        other ->
                                assertThat(fingerprint(MemorySource.of(other, ROWS), 1))
                                        .isNotEqualTo(expected));
    }

    private String fingerprint(MemorySource source, int shards) {
        return Datasets.train(folder, source, shards).manifest().fingerprint();
    }
}
