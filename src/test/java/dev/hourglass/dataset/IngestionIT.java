package dev.hourglass.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the rows of a source go. */
@ExtendWith(SharedSpark.class)
class IngestionIT {
    @TempDir private Path folder;

    @Test
    void everyRowLandsWholeInExactlyOneSplit(SparkSession spark) {
        int count = 500;
        TensorDataset dataset = ingest(MemorySource.images(count), 4, 0.2, 0.1);
        List<Row> rows = dataset.rows(spark).collectAsList();
        assertThat(rows)
                .extracting(row -> row.<String>getAs(SampleColumns.ID))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(MemorySource::id).toList());
        for (Row row : rows) {
            int i = Integer.parseInt(row.<String>getAs(SampleColumns.ID).substring(6));
            assertThat(row.<byte[]>getAs(SampleColumns.TENSOR)).isEqualTo(MemorySource.pixels(i));
            assertThat(row.<String>getAs(SampleColumns.LABEL)).isEqualTo("label-" + i % 3);
            assertThat(row.<String>getAs(SampleColumns.GROUP)).isNull();
        }
        DatasetManifest manifest = dataset.manifest();
        assertThat(manifest.rows()).isEqualTo(count);
        for (Split split : Split.values()) {
            assertThat(dataset.rows(spark, split).count()).isEqualTo(manifest.count(split));
        }
        assertThat(manifest.count(Split.VALIDATION) / (double) count).isCloseTo(0.2, within(0.06));
        assertThat(manifest.count(Split.TEST) / (double) count).isCloseTo(0.1, within(0.05));
    }

    @Test
    void rowsOfAGroupShareASplit(SparkSession spark) {
        MemorySource source =
                MemorySource.images(300, i -> MemorySource.image(i, "patient-" + i % 60, null));
        Map<String, Set<String>> splits =
                ingest(source, 2, 0.2, 0.2).rows(spark).collectAsList().stream()
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.<String>getAs(SampleColumns.GROUP),
                                        Collectors.mapping(
                                                row -> row.<String>getAs("split"),
                                                Collectors.toSet())));
        assertThat(splits).hasSize(60).allSatisfy((group, of) -> assertThat(of).hasSize(1));
        assertThat(splits.values().stream().flatMap(Set::stream).distinct())
                .containsExactlyInAnyOrder("train", "validation", "test");
    }

    @Test
    void aRowsSplitDependsOnItsIdAndTheSeedAlone(SparkSession spark) {
        Map<String, String> all = splits(spark, ingest(MemorySource.images(200), 1, 0.3, 0.3));
        Map<String, String> half =
                splits(spark, ingest(MemorySource.images(100).shuffled(5, 1), 3, 0.3, 0.3));
        assertThat(all).containsAllEntriesOf(half);
        TensorDataset otherSeed =
                new Ingestion(
                                spark,
                                Datasets.store(folder.resolve("seed")),
                                Datasets.settings(1, 0.3, 0.3),
                                43)
                        .run("other", MemorySource.images(200), "digest");
        assertThat(splits(spark, otherSeed)).isNotEqualTo(all);
    }

    @Test
    void aSplitThatTheSourcePrescribesWins(SparkSession spark) {
        String[] prescribed = {"train", "validation", "test", null};
        MemorySource source =
                MemorySource.images(
                        200, i -> MemorySource.image(i, "one group", prescribed[i % 4]));
        Map<String, String> splits = splits(spark, ingest(source, 2, 0, 0));
        for (int i = 0; i < 200; i++) {
            String expected = i % 4 == 3 ? "train" : prescribed[i % 4];
            assertThat(splits).containsEntry(MemorySource.id(i), expected);
        }
    }

    @Test
    void aPrescribedSplitIsPassedOverWhereSplitsAreNotKept(SparkSession spark) {
        MemorySource source = MemorySource.images(200, i -> MemorySource.image(i, null, "test"));
        Store store = Datasets.store(folder);
        IngestSettings settings = new IngestSettings(2, 0, false, 0.5, 0, 1 << 20);
        TensorDataset dataset = Datasets.ingest(store, source, settings);
        assertThat(splits(spark, dataset).values()).contains("train", "validation");
        assertThat(dataset.manifest().count(Split.TEST)).isZero();
    }

    @Test
    void columnsOfTheSourcesOwnAreKept(SparkSession spark) {
        StructField start = new StructField("start", DataTypes.LongType, false, Metadata.empty());
        MemorySource source =
                new MemorySource(
                        TensorSpec.image(2, 2, 1),
                        SampleColumns.schema(start),
                        List.of(
                                SampleColumns.sample(
                                        "a", null, null, null, MemorySource.pixels(1), 77L)),
                        1);
        List<Row> rows = ingest(source, 1, 0, 0).rows(spark).collectAsList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<Long>getAs("start")).isEqualTo(77L);
        assertThat(rows.get(0).schema().fieldNames())
                .containsExactly(
                        "id", "group", "label", "tensor", "start", "content_hash", "split");
    }

    @Test
    void eachShardOfASplitIsOneFileAndAllHoldAboutAsMuch() {
        TensorDataset dataset = ingest(MemorySource.images(400), 3, 0.25, 0);
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
            List<Integer> sizes =
                    StoredShards.read(dataset, split).stream().map(List::size).toList();
            assertThat(sizes).hasSize(3);
            assertThat(sizes.stream().mapToLong(Integer::longValue).sum())
                    .isEqualTo(dataset.manifest().count(split));
            double fair = dataset.manifest().count(split) / 3.0;
            assertThat(sizes).allSatisfy(size -> assertThat(size / fair).isBetween(0.6, 1.4));
        }
        assertThat(dataset.shards(Split.TEST)).isEmpty();
        assertThat(dataset.manifest().shards()).isEqualTo(3);
    }

    @Test
    void moreShardsThanRowsLeaveNoEmptyFile() {
        TensorDataset dataset = ingest(MemorySource.images(3), 20, 0, 0);
        List<Integer> sizes =
                StoredShards.read(dataset, Split.TRAIN).stream().map(List::size).toList();
        assertThat(sizes).doesNotContain(0).hasSizeLessThanOrEqualTo(3);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
    }

    @Test
    void shardsHoldTheSameRowsInTheSameOrderHoweverTheSourceWasRead(SparkSession spark) {
        MemorySource source = MemorySource.images(200);
        List<List<String>> once = StoredShards.read(ingest(source, 3, 0.2, 0), Split.TRAIN);
        List<List<String>> again =
                StoredShards.read(ingest(source.shuffled(7, 5), 3, 0.2, 0), Split.TRAIN);
        assertThat(again).isEqualTo(once);
        assertThat(once.stream().flatMap(List::stream).toList())
                .isNotEqualTo(once.stream().flatMap(List::stream).sorted().toList());
    }

    @Test
    void nothingButTheDatasetIsPublished() throws IOException {
        ingest(MemorySource.images(50), 2, 0.2, 0.2);
        try (var entries = Files.list(folder.resolve("datasets/" + Datasets.NAME))) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "manifest.json", "rejected", "train", "validation", "test");
        }
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void aNewDatasetTakesThePlaceOfTheOldOne(SparkSession spark) {
        ingest(MemorySource.images(50), 2, 0.2, 0.2);
        TensorDataset replaced = ingest(MemorySource.images(20), 1, 0, 0);
        assertThat(replaced.manifest().rows()).isEqualTo(20);
        assertThat(replaced.rows(spark).count()).isEqualTo(20);
        assertThat(replaced.shards(Split.VALIDATION)).isEmpty();
    }

    @Test
    void theManifestSaysWhatWasDone() {
        Store store = Datasets.store(folder);
        DatasetManifest manifest = ingest(MemorySource.images(30), 2, 0, 0).manifest();
        assertThat(manifest.name()).isEqualTo(Datasets.NAME);
        assertThat(manifest.tensor()).isEqualTo(TensorSpec.image(2, 2, 1));
        assertThat(manifest.source()).isEqualTo("rows in memory");
        assertThat(manifest.settingsDigest()).isEqualTo("digest");
        assertThat(manifest.fingerprint()).matches("[0-9a-f]{32}");
        assertThat(manifest.rowGroupBytes()).isEqualTo(1 << 20);
        assertThat(manifest.rejected()).isZero();
        assertThat(manifest.counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("train", 30L, "validation", 0L, "test", 0L));
        assertThat(TensorDataset.open(store, Datasets.NAME).manifest()).isEqualTo(manifest);
    }

    private TensorDataset ingest(MemorySource source, int shards, double validation, double test) {
        return Datasets.ingest(
                Datasets.store(folder), source, Datasets.settings(shards, validation, test));
    }

    private static Map<String, String> splits(SparkSession spark, TensorDataset dataset) {
        Map<String, String> splits = new HashMap<>();
        for (Row row : dataset.rows(spark).collectAsList()) {
            splits.put(row.getAs(SampleColumns.ID), row.getAs("split"));
        }
        return new TreeMap<>(splits);
    }
}
